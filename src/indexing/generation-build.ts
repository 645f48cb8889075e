import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adaptation } from '../adaptation/adaptation.js';
import { parseAdaptation, serializeAdaptation } from '../adaptation/adaptation-file.js';
import { closenessOf } from '../adaptation/combine.js';
import { fitAdaptation, type SampledArticle } from '../adaptation/fit.js';
import { describeFile, GENERATION_FILES, sync } from '../generation/files.js';
import type { FileFacts, Manifest } from '../generation/manifest.js';
import { createLexicalIndex } from '../lexical/lexical-index.js';
import { textsIn } from '../lexical/postings.js';
import { PostingsBuilder } from '../lexical/postings-builder.js';
import { postingsParts } from '../lexical/postings-file.js';
import { NO_TERMS } from '../lexical/terms.js';
import { createHnswBuilder, type HnswBuilder } from '../vectors/hnsw.js';
import { VectorFile } from '../vectors/vector-file.js';
import { Assembly, hubnessOf } from './assembly.js';
import type { BuildThread, Built } from './build-messages.js';
import { measureCutoffs, NEIGHBOURS, questionsOf } from './cutoffs.js';
import { SEED } from './seed.js';
import { pass } from './turnstile.js';

/** What is known of an article to place: the model's vector, if it has one, and the terms of its text. */
export interface PlacedArticle extends SampledArticle {
  readonly label: number;
}

/** What a build asks of the thread that it holds. */
export interface BuildHost {
  /** Told of how many articles the neighbours were looked at. */
  progress(done: number, total: number): void;
  /** Lets go of the native memory that nobody holds any more. */
  collect(): Promise<void>;
}

/** Builds one generation in the thread that it is called in, and writes its files except the manifest. */
export class GenerationBuild {
  readonly #settings: BuildThread;
  readonly #host: BuildHost;
  readonly #postings: PostingsBuilder;
  #adaptation: Adaptation | null;
  #assembly: Assembly | null = null;

  constructor(settings: BuildThread, host: BuildHost) {
    this.#settings = settings;
    this.#host = host;
    this.#postings = new PostingsBuilder(join(settings.folder, 'terms.spool'));
    this.#adaptation = settings.adaptation === null ? null : parseAdaptation(ownBytes(settings.adaptation));
  }

  /** @param articles in the whole archive */
  fit(sample: readonly SampledArticle[], articles: number): void {
    if (this.#assembly !== null) throw new Error('what was added before the fit has its place already');
    const generalDimensions = this.#settings.dimensions;
    this.#adaptation = fitAdaptation(sample, { articles, generalDimensions, seed: SEED });
  }

  add({ label, vector, terms }: PlacedArticle): void {
    this.#postings.set(label, terms);
    this.#assembled().place(label, vector, terms);
  }

  remove(label: number): void {
    this.#postings.delete(label);
    this.#assembled().remove(label);
  }

  async finish(): Promise<Built> {
    const { vectors } = this.#assembled();
    const labels = this.#postings.labels;
    const questions = questionsOf(labels, SEED);
    const { hubness, near } = this.#lookAround(questions);
    await this.#host.collect();
    const found = this.#postings.build();
    const texts = textsIn(found, new Set(questions));
    const { dimensions } = this.#settings;
    const cutoffs = measureCutoffs(
      {
        labels,
        lexical: createLexicalIndex(found),
        vector: (label) => vectors.get(label),
        terms: (question) => texts.get(question) ?? NO_TERMS,
        near: (question) => near.get(question) ?? [],
        closeness: (vector, keys) => closenessOf(vector, keys, (key) => vectors.get(key), dimensions),
        hubness: (label) => hubness[vectors.row(label) ?? -1] ?? 1,
      },
      SEED,
    );
    vectors.close();
    const adaptation = this.#adaptation;
    return {
      dimensions: vectors.dimensions,
      articles: labels.length,
      count: vectors.count,
      cutoffs: [...cutoffs],
      files: {
        graph: await this.#written('graph'),
        vectors: await this.#written('vectors'),
        labels: await this.#written('labels', [bytesOf(vectors.labels)]),
        hubness: await this.#written('hubness', [bytesOf(hubness)]),
        postings: await this.#written('postings', postingsParts(found)),
        adaptation:
          adaptation === null ? null : await this.#written('adaptation', [serializeAdaptation(adaptation)]),
      },
    };
  }

  /** Gives up. Harmless after `finish`. */
  close(): void {
    this.#postings.close();
    this.#assembly?.vectors.close();
    this.#assembly = null;
  }

  /** Begun when the first article comes: the dimensions are known only once a space was fitted. */
  #assembled(): Assembly {
    if (this.#assembly !== null) return this.#assembly;
    const dimensions = this.#settings.dimensions + (this.#adaptation?.dimensions ?? 0);
    this.#assembly = new Assembly({
      adaptation: this.#adaptation,
      graph: this.#createGraph(dimensions),
      vectors: new VectorFile(this.#file('vectors'), dimensions),
    });
    return this.#assembly;
  }

  /** The graph, in which this thread must not be ended. */
  #createGraph(dimensions: number): HnswBuilder {
    const { turnstile, hnsw } = this.#settings;
    const graph = pass(turnstile, () => createHnswBuilder(dimensions, hnsw));
    return {
      add: (label, vector) => pass(turnstile, () => graph.add(label, vector)),
      remove: (label) => pass(turnstile, () => graph.remove(label)),
      nearest: (vector, k, ef) => pass(turnstile, () => graph.nearest(vector, k, ef)),
      save: (path) => pass(turnstile, () => graph.save(path)),
    };
  }

  /**
   * Takes from the graph all that is needed of it, and saves it. Nothing holds it afterwards: the postings get its
   * memory.
   */
  #lookAround(questions: readonly number[]) {
    const { graph, vectors } = this.#assembled();
    const { ef } = this.#settings.hnsw;
    const hubness = hubnessOf({ graph, vectors }, (done, total) => this.#host.progress(done, total));
    const near = new Map(
      questions.map((question) => {
        const vector = vectors.get(question);
        const found = vector === null ? [] : graph.nearest(vector, NEIGHBOURS, ef);
        return [question, found.map(({ label }) => label)] as const;
      }),
    );
    graph.save(this.#file('graph'));
    this.#assembly = null;
    return { hubness, near };
  }

  #file(name: keyof Manifest['files']): string {
    return join(this.#settings.folder, GENERATION_FILES[name]);
  }

  /** Writes the parts, if they are not in the file already, and makes them last. */
  async #written(name: keyof Manifest['files'], parts?: readonly Uint8Array[]): Promise<FileFacts> {
    const path = this.#file(name);
    if (parts !== undefined) {
      const handle = await open(path, 'w');
      try {
        for (const part of parts) await handle.writeFile(part);
      } finally {
        await handle.close();
      }
    }
    await sync(path);
    return await describeFile(path);
  }
}

function bytesOf(numbers: Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** A buffer of its own, which begins where the bytes do. */
function ownBytes(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
