import { readFileSync } from 'node:fs';
import { circumstances } from '../sizing/report.js';

const LIBRARIES = ['@xenova/transformers', 'onnxruntime-node', 'hnswlib-node', 'better-sqlite3', 'express'];

/** On what machine, with which versions, of which texts. */
export function factsOf(corpus: string | null, now: Date) {
  const { machine, node, texts } = circumstances(corpus, now);
  const versions = Object.fromEntries(LIBRARIES.map((name) => [name, versionOf(`node_modules/${name}`)]));
  return {
    date: now.toISOString(),
    machine,
    versions: { seealso: versionOf('.'), node: node.replace(/^v/, ''), ...versions },
    data: corpus === null ? texts : `passages of ${corpus.split('/').at(-1)}`,
  };
}

function versionOf(folder: string): string {
  const file = new URL(`../../${folder}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
