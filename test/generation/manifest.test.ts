import { describe, expect, it } from 'vitest';
import { type Manifest, parseManifest, serializeManifest } from '../../src/generation/manifest.js';
import { manifest } from './generations.js';

/** The text of a manifest that somebody edited by hand, the checksum left as it was. */
function edited(change: (json: Record<string, unknown>) => void): string {
  const json = JSON.parse(serializeManifest(manifest())) as Record<string, unknown>;
  change(json);
  return JSON.stringify(json);
}

const digest = { bytes: 1, sha256: 'b'.repeat(64) };

describe('a manifest', () => {
  it('comes back as it was written', () => {
    const written = manifest({
      count: 3,
      model: { ...manifest().model, pooling: 'cls', queryPrefix: 'query: ', passagePrefix: 'Łódź ' },
    });
    expect(parseManifest(serializeManifest(written))).toEqual({ manifest: written });
  });

  it('comes back with what was fitted to the archive, and with its cut-offs', () => {
    const written = manifest({
      dimensions: 131,
      articles: 400,
      count: 399,
      cutoffs: [
        { share: 0.01, score: 0.1 },
        { share: 0.001, score: 0.2125 },
      ],
      files: { ...manifest().files, adaptation: digest },
    });
    expect(parseManifest(serializeManifest(written))).toEqual({ manifest: written });
  });

  it('comes back whatever the order of its fields was', () => {
    const turned = Object.fromEntries(Object.entries(manifest()).reverse()) as unknown as Manifest;
    expect(parseManifest(serializeManifest(turned))).toEqual({ manifest: manifest() });
  });

  it.each<[string, (json: Record<string, unknown>) => void]>([
    ['generation', (json) => Object.assign(json, { generation: 'another' })],
    ['moment', (json) => Object.assign(json, { createdAt: '2020-01-01T00:00:00.000Z' })],
    ['catalogue', (json) => Object.assign(json, { catalog: 'another' })],
    ['sequence', (json) => Object.assign(json, { sequence: 8 })],
    ['model name', (json) => Object.assign(json.model as object, { name: 'another' })],
    ['model revision', (json) => Object.assign(json.model as object, { revision: 'another' })],
    ['dimensions', (json) => Object.assign(json.model as object, { dimensions: 4 })],
    ['pooling', (json) => Object.assign(json.model as object, { pooling: 'mean' })],
    ['text strategy', (json) => Object.assign(json, { textStrategy: 'another' })],
    ['M', (json) => Object.assign(json.hnsw as object, { M: 17 })],
    ['efConstruction', (json) => Object.assign(json.hnsw as object, { efConstruction: 17 })],
    ['ef', (json) => Object.assign(json.hnsw as object, { ef: 17 })],
    ['dimensions searched', (json) => Object.assign(json, { dimensions: 4 })],
    ['number of articles', (json) => Object.assign(json, { articles: 1 })],
    ['count', (json) => Object.assign(json, { count: 1 })],
    ['cut-offs', (json) => Object.assign(json, { cutoffs: [{ share: 0.001, score: 0 }] })],
    ['graph', (json) => Object.assign(json.files as object, { graph: digest })],
    ['vectors', (json) => Object.assign(json.files as object, { vectors: digest })],
    ['labels', (json) => Object.assign(json.files as object, { labels: digest })],
    ['hubness', (json) => Object.assign(json.files as object, { hubness: digest })],
    ['adaptation', (json) => Object.assign(json.files as object, { adaptation: digest })],
    ['postings', (json) => Object.assign(json.files as object, { postings: digest })],
    ['checksum', (json) => Object.assign(json, { checksum: 'c'.repeat(64) })],
  ])('is refused when its %s was edited', (_what, change) => {
    expect(parseManifest(edited(change))).toEqual({ wrong: expect.stringContaining('checksum') });
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['half of it', serializeManifest(manifest()).slice(0, 300)],
    ['no JSON', 'generation: 1'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an earlier format', edited((json) => Object.assign(json, { format: 1 }))],
    ['a later format', edited((json) => Object.assign(json, { format: 3 }))],
    ['another metric', edited((json) => Object.assign(json, { metric: 'l2' }))],
    ['a field of a later version', edited((json) => Object.assign(json, { later: true }))],
    ['a field less', edited((json) => delete json.catalog)],
    ['no checksum', edited((json) => delete json.checksum)],
    ['a negative count', edited((json) => Object.assign(json, { count: -1 }))],
  ])('is refused when there is %s', (_what, text) => {
    expect(parseManifest(text)).toEqual({ wrong: expect.any(String) });
  });
});
