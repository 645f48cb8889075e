import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Embedder } from '../embedding/embedder.js';
import { type ModelOptions, type ModelSpec, readModelFolder } from '../embedding/model-folder.js';
import { ModelMismatchError } from '../errors.js';
import { ModelRecord } from '../generation/manifest.js';

/** Which model an index is made with, and the embedders of the models in use. */

const BUNDLED_MODELS = fileURLToPath(new URL('../../models', import.meta.url));
const BUNDLED_MODEL = 'seealso-en';

/** What the user says of the model; what is left away is as the index was built. */
export interface ModelSettings {
  readonly model?: string | undefined;
  readonly pooling?: ModelRecord['pooling'] | undefined;
  readonly queryPrefix?: string | undefined;
  readonly passagePrefix?: string | undefined;
  /** How many threads may embed at most when an archive is indexed, at least 1; default: one for each processor, up to 4. */
  readonly workers?: number | undefined;
}

export type Embedders = ReturnType<typeof createEmbedders>;

/** Embedders by model, each loaded once. */
export function createEmbedders(open: (spec: ModelSpec) => Promise<Embedder>) {
  const loaded = new Map<string, Promise<Embedder>>();
  return {
    /** Throws `ModelMismatchError` where the folder no longer holds what the record says. */
    of(model: ModelRecord): Promise<Embedder> {
      const known = loaded.get(model.revision);
      if (known !== undefined) return known;
      const opening = openRecorded(model, open);
      loaded.set(model.revision, opening);
      // A failure is not remembered: the folder may be put right.
      opening.catch(() => loaded.delete(model.revision));
      return opening;
    },
    open,
    keep(revision: string, embedder: Embedder): void {
      loaded.set(revision, Promise.resolve(embedder));
    },
    async close(): Promise<void> {
      for (const opening of loaded.values())
        await opening.then((embedder) => embedder.close()).catch(() => undefined);
      loaded.clear();
    },
  };
}

async function openRecorded(
  model: ModelRecord,
  open: (spec: ModelSpec) => Promise<Embedder>,
): Promise<Embedder> {
  const spec = await readModelFolder(modelFolder(model.folder), optionsOf(model));
  if (spec.revision !== model.revision) {
    throw new ModelMismatchError(
      `The model in ${model.folder} has changed since the index was built with it. Run \`seealso index\` to embed the articles again.`,
    );
  }
  return open(spec);
}

/**
 * The model asked for; without one, that of the current index, so that an index does not change its model by a
 * forgotten flag; at first the bundled one.
 */
export async function chooseModel(
  settings: ModelSettings,
  recalled: unknown,
  embedders: ReturnType<typeof createEmbedders>,
): Promise<ModelRecord> {
  const parsed = ModelRecord.safeParse(recalled);
  const last = parsed.success ? parsed.data : null;
  const folder = settings.model ?? last?.folder ?? BUNDLED_MODEL;
  const same = settings.model === undefined ? last : null;
  const record = {
    folder: recordedFolder(folder),
    pooling: settings.pooling ?? same?.pooling ?? null,
    queryPrefix: settings.queryPrefix ?? same?.queryPrefix ?? null,
    passagePrefix: settings.passagePrefix ?? same?.passagePrefix ?? null,
  };
  const spec = await readModelFolder(modelFolder(folder), optionsOf(record));
  if (last?.revision === spec.revision) return { ...last, ...record };
  const embedder = await embedders.open(spec);
  embedders.keep(spec.revision, embedder);
  return { ...record, name: spec.name, revision: spec.revision, dimensions: embedder.model.dimensions };
}

export function optionsOf(
  record: Pick<ModelRecord, 'pooling' | 'queryPrefix' | 'passagePrefix'>,
): ModelOptions {
  return {
    ...(record.pooling === null ? {} : { pooling: record.pooling }),
    ...(record.queryPrefix === null ? {} : { queryPrefix: record.queryPrefix }),
    ...(record.passagePrefix === null ? {} : { passagePrefix: record.passagePrefix }),
  };
}

/** A folder as typed, or the name of one that ships with the program. */
export function modelFolder(folder: string): string {
  const bundled = join(BUNDLED_MODELS, folder);
  return !existsSync(folder) && basename(folder) === folder && existsSync(bundled)
    ? bundled
    : resolve(folder);
}

/** What is written down: bundled models by name, so that the program may move; others by absolute path. */
function recordedFolder(folder: string): string {
  const absolute = modelFolder(folder);
  return absolute === join(BUNDLED_MODELS, basename(absolute)) ? basename(absolute) : absolute;
}
