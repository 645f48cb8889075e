import type { Engine } from '../engine/engine.js';

/** An engine whose index may be exchanged for another beneath whoever uses it, between two calls. */
export interface RestorableEngine {
  readonly engine: Engine;
  /** Returns the one before, of which nobody asks anything new. Resolves when what it was asked is answered. */
  exchange(next: Engine): Promise<Engine>;
}

export function createRestorableEngine(first: Engine): RestorableEngine {
  let now = first;
  const asked = new Set<Promise<unknown>>();
  const track = <T>(answer: Promise<T>): Promise<T> => {
    asked.add(answer);
    const forget = () => void asked.delete(answer);
    answer.then(forget, forget);
    return answer;
  };

  const engine: Engine = {
    info: () => now.info(),
    version: () => now.version(),
    article: (id) => now.article(id),
    idAt: (url) => now.idAt(url),
    links: () => now.links(),
    newest: () => now.newest(),
    search: (text, limit) => now.search(text, limit),
    related: (id, options) => now.related(id, options),
    relatedTo: (draft, options) => track(now.relatedTo(draft, options)),
    put: (article, by) => track(now.put(article, by)),
    remove: (id) => track(now.remove(id)),
    keys: (configured) => {
      const keys = standIn(
        () => now,
        (one) => one.keys(configured),
      );
      // With properties of its own: whoever guards keys adds to them.
      return {
        any: () => keys.any(),
        holder: (key) => keys.holder(key),
        byHash: (hash) => keys.byHash(hash),
      };
    },
    sessions: (keys, idleMinutes) =>
      standIn(
        () => now,
        (one) => one.sessions(keys, idleMinutes),
      ),
    clicks: standIn(
      () => now,
      (one) => one.clicks,
    ),
    editing: standIn(
      () => now,
      (one) => one.editing,
    ),
    judging: standIn(
      () => now,
      (one) => one.judging,
    ),
    status: () => now.status(),
    survey: (options) => now.survey(options),
    activity: () => now.activity(),
    close: () => now.close(),
  };

  return {
    engine,
    async exchange(next) {
      const before = now;
      now = next;
      await Promise.allSettled(asked);
      return before;
    },
  };
}

/** Stands for what belongs to the engine of the moment, made once for each. */
function standIn<T extends object>(engine: () => Engine, of: (engine: Engine) => T): T {
  let known: { readonly engine: Engine; readonly part: T } | null = null;
  return new Proxy({} as T, {
    get(_none, name) {
      const current = engine();
      if (known?.engine !== current) known = { engine: current, part: of(current) };
      return Reflect.get(known.part, name) as unknown;
    },
  });
}
