import { describe, expect, it } from 'vitest';
import { combine, cosines, GENERAL_SHARE } from '../../src/adaptation/combine.js';
import { fitAdaptation } from '../../src/adaptation/fit.js';
import { foldIn } from '../../src/adaptation/fold-in.js';
import { randomUnit, seededRandom, unit } from '../support/random.js';
import { dot, plantedSample, wordTerms } from './planted.js';

const GENERAL = 8;
const random = seededRandom(5);
// All vectors lean one way, as those of a model do on the articles of one publisher.
const leaning = () => unit(...randomUnit(random, GENERAL).map((value, i) => (i === 0 ? value + 2 : value)));
const sample = plantedSample(300).map((one) => ({ ...one, vector: leaning() }));
const fitted = fitAdaptation(sample, { articles: 300, generalDimensions: GENERAL, seed: 1 });
if (fitted === null) throw new Error('Expected an adaptation, received null.');
const adaptation = fitted;

const [yen, loaf, unknown] = [
  wordTerms('yen bank rate'),
  wordTerms('loaf oven yen'),
  wordTerms('unheard of'),
];
const [here, there] = [leaning(), leaning()];
const centred = (vector: Float32Array) =>
  unit(...vector.map((value, i) => value - (adaptation.mean[i] ?? 0)));

describe('a combined vector', () => {
  it('is the general vector itself where nothing was fitted', () => {
    expect(combine(here, yen, null)).toBe(here);
    expect(combine(null, yen, null)).toBeNull();
  });

  it('compares as the weighted sum of both halves, the general one seen from the archive’s mean', () => {
    const [a, b] = [combine(here, yen, adaptation), combine(there, loaf, adaptation)];
    const general = dot(centred(here), centred(there));
    const archive = dot(foldIn(yen, adaptation), foldIn(loaf, adaptation));
    expect(dot(a, b)).toBeCloseTo(GENERAL_SHARE * general + (1 - GENERAL_SHARE) * archive, 5);
    if (a === null || b === null) throw new Error('Expected two vectors, received null.');
    const halves = cosines(a, b, GENERAL);
    expect(halves.general).toBeCloseTo(general, 5);
    expect(halves.archive).toBeCloseTo(archive, 5);
  });

  it.each([
    ['both halves', here, yen],
    ['the archive’s half alone, without a general vector', null, yen],
    ['the general half alone, without a known word', here, unknown],
    ['the archive’s half alone, at the very mean', adaptation.mean, yen],
  ])('is of unit length with %s', (_which, general, terms) => {
    const combined = combine(general, terms, adaptation);
    expect(combined).toHaveLength(GENERAL + adaptation.dimensions);
    expect(dot(combined, combined)).toBeCloseTo(1, 5);
  });

  it('has a cosine of 0 for a half that one side lacks', () => {
    const whole = combine(here, yen, adaptation);
    const [general, archive] = [combine(here, unknown, adaptation), combine(null, yen, adaptation)];
    if (whole === null || general === null || archive === null) throw new Error('Expected vectors.');
    expect(cosines(whole, general, GENERAL)).toEqual({ general: expect.closeTo(1, 5), archive: null });
    expect(cosines(archive, whole, GENERAL)).toEqual({ general: null, archive: expect.closeTo(1, 5) });
    expect(cosines(archive, general, GENERAL)).toEqual({ general: null, archive: null });
  });

  it('is nothing where both halves are missing', () => {
    expect(combine(null, unknown, adaptation)).toBeNull();
    expect(combine(adaptation.mean, unknown, adaptation)).toBeNull();
  });

  it('refuses a general vector of another model', () => {
    expect(() => combine(unit(1, 2, 3), yen, adaptation)).toThrow(/8 dimensions, received one of 3/);
  });

  it('leaves what it was made from as it was', () => {
    const before = here.slice();
    combine(here, yen, adaptation);
    expect(here).toEqual(before);
  });
});

it('halves of vectors without an adaptation: all general', () => {
  expect(cosines(here, there, GENERAL)).toEqual({
    general: expect.closeTo(dot(here, there), 5),
    archive: null,
  });
});
