import { openEngine } from '../compose.js';
import type { RelatedAnswer } from '../engine/answers.js';
import type { Draft, Engine } from '../engine/engine.js';
import type { RelatedOptions } from '../engine/question.js';

export interface OpenOptions {
  /** The folder of the catalogue and the index; default `data/index`. */
  readonly indexDir?: string;
  /** Folder of the model, to be sure that the index was built with it; default: whichever it was built with. */
  readonly model?: string;
  /**
   * Follow what other processes publish, repair what is damaged, and wait where there is no index yet, as a server
   * does. Default `false`: throws an `IndexMissingError` without an index, and stays with the generation it found
   * (changes of articles are seen all the same).
   */
  readonly follow?: boolean;
  /** Told what happens beside the answers; default: nobody. */
  readonly log?: (message: string) => void;
}

/** An open index. Everything but `put`, `remove` and `relatedTo` answers at once. */
export interface Index extends Omit<Engine, 'related' | 'relatedTo'> {
  /** What to read after an indexed article: four links where `limit` is not said. Throws `ArticleNotFoundError`. */
  related(id: string, options?: Partial<RelatedOptions>): RelatedAnswer;
  /** The same for a text that is not indexed. */
  relatedTo(
    text: Partial<Draft> & Pick<Draft, 'title'>,
    options?: Partial<RelatedOptions>,
  ): Promise<RelatedAnswer>;
}

/** Links in a list, where not said. */
const LIMIT = 4;
const UNSAID = { limit: LIMIT, language: null } as const;

/** Opens an index for answering. Close it at the end. */
export async function openIndex(options: OpenOptions = {}): Promise<Index> {
  const { indexDir = 'data/index', model, follow = false, log = () => undefined } = options;
  const engine = await openEngine({ indexDir, model: { model }, log, wait: follow });
  return {
    ...engine,
    related: (id, asked = {}) => engine.related(id, { ...UNSAID, ...asked }),
    relatedTo: ({ title, id = null, body = '', summary = null, language = null, ...rest }, asked = {}) =>
      engine.relatedTo({ id, title, body, summary, language, ...rest }, { ...UNSAID, ...asked }),
  };
}
