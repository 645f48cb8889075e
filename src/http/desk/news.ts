import { IndexMissingError } from '../../errors.js';
import type { DeskEvents } from './answers.js';
import type { DeskParts } from './parts.js';

/** How often it is looked whether another process changed something. Milliseconds. */
const LOOK = 500;
/** Progress of a build is told no more often. Milliseconds. */
const BREATH = 200;

/** An event as it is told: its name, and its data as JSON. */
export type Told = (name: keyof DeskEvents, data: string) => void;

export interface Listener {
  readonly tell: Told;
  /** Called every time that is looked, whether or not there is something to tell. */
  readonly look: () => void;
  /** Nothing can be told any more. */
  readonly end: () => void;
}

/** What goes on in the index, for as many as listen: nothing is looked after while nobody does. */
export interface News {
  /** How many listen. */
  listeners(): number;
  /** Tells the state of everything, then whatever changes, until what it gives is called. */
  listen(listener: Listener): () => void;
}

export function createNews({ engine, builds, log }: Pick<DeskParts, 'engine' | 'builds' | 'log'>): News {
  const listening = new Set<Listener>();
  /** As told last, by name. */
  const told = new Map<keyof DeskEvents, string>();
  let stop: () => void = () => undefined;

  const spread = <Name extends keyof DeskEvents>(name: Name, data: DeskEvents[Name]): void => {
    const text = JSON.stringify(data);
    if (told.get(name) === text) return;
    told.set(name, text);
    for (const { tell } of [...listening]) tell(name, text);
  };

  const look = (): void => {
    for (const one of [...listening]) one.look();
    spread('rules', { revision: engine.editing.revision() });
    try {
      const { generation, sequence } = engine.info();
      spread('index', { generation, sequence });
    } catch (error) {
      // There may be one in a moment.
      if (!(error instanceof IndexMissingError)) throw error;
    }
  };

  /** An engine that was closed can be asked nothing: whoever listens comes back to one that is open. */
  const lookSafely = (): void => {
    try {
      look();
    } catch (error) {
      log(`The desk's events end: ${error instanceof Error ? error.message : String(error)}`);
      for (const { end } of [...listening]) end();
    }
  };

  const begin = (): (() => void) => {
    const timer = setInterval(lookSafely, LOOK);
    let breathing: NodeJS.Timeout | undefined;
    let hasChanged = false;
    const tellBuilds = async (): Promise<void> => {
      hasChanged = false;
      breathing = setTimeout(() => {
        breathing = undefined;
        if (hasChanged) void tellBuilds();
      }, BREATH);
      try {
        if (builds !== undefined) spread('builds', await builds.state());
      } catch (error) {
        log(`What is built cannot be told: ${error instanceof Error ? error.message : String(error)}`);
      }
    };
    const unsubscribe = builds?.subscribe(() => {
      hasChanged = true;
      if (breathing === undefined) void tellBuilds();
    });
    void tellBuilds();
    return () => {
      clearInterval(timer);
      clearTimeout(breathing);
      unsubscribe?.();
      told.clear();
    };
  };

  return {
    listeners: () => listening.size,
    listen(listener) {
      for (const [name, data] of told) listener.tell(name, data);
      listening.add(listener);
      if (listening.size === 1) {
        stop = begin();
        lookSafely();
      }
      return () => {
        if (listening.delete(listener) && listening.size === 0) stop();
      };
    },
  };
}
