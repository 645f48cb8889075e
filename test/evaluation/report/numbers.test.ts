import { expect, it } from 'vitest';
import { decimals, instant, percent, probability, signed } from '../../../src/evaluation/report/numbers.js';

it('numbers that do not exist are a dash', () => {
  expect([decimals(Number.NaN), percent(Number.NaN), probability(Number.NaN)]).toEqual(['–', '–', '= –']);
});

it('a difference has a sign, unless it is none', () => {
  expect([0.0312, -0.0312, 0, 0.0001, -0.0001].map(signed)).toEqual([
    '+0.031',
    '−0.031',
    '0.000',
    '0.000',
    '0.000',
  ]);
});

it('a share says none and all only where it is none and all', () => {
  expect([0, 0.0004, 0.001, 0.5, 0.9995, 1].map(percent)).toEqual([
    '0%',
    '< 0.1%',
    '0.1%',
    '50.0%',
    '> 99.9%',
    '100%',
  ]);
});

it('a chance is never said to be 0', () => {
  expect([0, 0.00099, 0.001, 0.21].map(probability)).toEqual(['< 0.001', '< 0.001', '= 0.001', '= 0.210']);
});

it('an instant is read in UTC, and left alone where it is none', () => {
  expect(['2026-11-22T23:30:00-02:00', '2026-11-22', 'yesterday'].map(instant)).toEqual([
    '23 November 2026, 01:30 UTC',
    '22 November 2026',
    'yesterday',
  ]);
});
