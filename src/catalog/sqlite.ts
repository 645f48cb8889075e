import type { Article } from '../article.js';
import { createAddressStore } from './address-store.js';
import { createBoilerplateStore } from './boilerplate-store.js';
import type {
  ArticleWrite,
  Catalog,
  DerivedText,
  PublishedArticle,
  StoredArticle,
  WriteOrigin,
  WriteResult,
} from './catalog.js';
import { createClickStore } from './click-store.js';
import { decide } from './decide.js';
import { createEligible } from './eligible.js';
import { createFacetStore } from './facet-store.js';
import { createFactStore } from './fact-store.js';
import { createIdLookup } from './id-lookup.js';
import { inodeOf } from './inode.js';
import { createJudgmentStore } from './judgment-store.js';
import { createKeyStore } from './key-store.js';
import { createNoteStore } from './note-store.js';
import { explained, openMigrated } from './open.js';
import { createOvertaken } from './overtaken.js';
import {
  type ArticleRow,
  type ChangeRow,
  type ExistingRow,
  type PlaceableRow,
  toBlob,
  toChange,
  toExisting,
  toHashes,
  toParameters,
  toPlaceable,
  toStoredArticle,
  toTerms,
  toVector,
} from './rows.js';
import { createRuleStore } from './rule-store.js';
import { createRunStore } from './run-store.js';
import { createSessionStore } from './session-store.js';
import { createSpaceStore } from './space-store.js';
import { PARTIAL, prepareStatements, type Statements } from './statements.js';
import { createTextStore } from './text-store.js';
import { createTitleStore } from './title-store.js';

/** Origin of what was given by request: a name that no source can have. */
const REQUESTED = '';

/** Opens (and creates) the catalogue in `file`. `clock` gives milliseconds since 1970. */
export function openSqliteCatalog(file: string, clock: () => number = Date.now): Catalog {
  const database = openMigrated(file);
  const sql: Statements = prepareStatements(database);
  const uuid = String(sql.meta.get('uuid'));
  const inode = inodeOf(file);

  const transaction = <T>(work: () => T): T => {
    try {
      return database.transaction('immediate', work);
    } catch (error) {
      throw explained(error, file);
    }
  };

  const nextSequence = (): number => Number(sql.bumpSequence.get());

  const spaces = createSpaceStore(database);
  const rules = createRuleStore(database, transaction);
  // Whatever could make another article eligible: a change of one, a decision of editors, a date that comes.
  const eligible = createEligible(database, (now) =>
    [sql.meta.get('sequence'), rules.revision(), sql.publishedUpTo.get(now)].join(' '),
  );
  const passages = createBoilerplateStore(database);
  const addresses = createAddressStore(database);
  const titles = createTitleStore(database, addresses.idAt);
  const facets = createFacetStore(database);
  const isOvertaken = createOvertaken(database);
  const runs = createRunStore(database);
  const notes = createNoteStore(database);
  const clicks = createClickStore(database);

  const { save: saveVector, ...texts } = createTextStore(database, { sql, spaces, passages, transaction });

  const saveDerived = (key: number, derived: DerivedText, space: number): void => {
    const { vector, signature, terms, segments } = derived;
    if (vector !== undefined) saveVector(key, { ...derived, vector }, segments, space);
    sql.saveText.run(
      key,
      signature === null ? null : toBlob(signature),
      Buffer.from(terms),
      toBlob(segments),
    );
    sql.saveLength.run(derived.words, key);
  };

  /** What is looked up of an article, apart from its row. */
  const describe = (key: number, article: Article): void => {
    addresses.keepFormer(key, article);
    facets.save(key, article);
    titles.save(key, article.title);
  };

  /** What would become of an entry, and what it finds. */
  const judge = (entry: Omit<ArticleWrite, 'derived'>, origin: WriteOrigin) => {
    const row = toParameters(entry.article, entry.bodyFormat);
    const existing = sql.existing.get(row.id) as ExistingRow | undefined;
    const incoming = { contentHash: row.content_hash, updatedAt: row.updated_at };
    if (existing === undefined) return { row, existing, outcome: decide(null, incoming, origin, null) };
    const given = origin.kind === 'source' ? sql.given.get(origin.source, existing.key) : undefined;
    const last = given === undefined ? null : String(given);
    const outcome = decide(toExisting(existing), incoming, origin, last);
    if (outcome !== 'changed' || !isOvertaken(existing.key, origin)) return { row, existing, outcome };
    return { row, existing, outcome: 'kept_changed' as const };
  };

  const writeOne = (entry: ArticleWrite, origin: WriteOrigin, space: number): WriteResult => {
    const { row, outcome } = judge(entry, origin);
    if (outcome === 'added' || outcome === 'changed') {
      sql.upsert.run({ ...row, sequence: nextSequence() });
    }
    const stored = sql.existing.get(row.id) as ExistingRow;
    if (outcome === 'added' || outcome === 'changed') describe(stored.key, entry.article);
    if (outcome !== 'kept_deleted') {
      if (origin.kind === 'source')
        sql.addOrigin.run(stored.key, origin.source, origin.run, row.content_hash);
      else if (origin.kind === 'request') sql.addOrigin.run(stored.key, REQUESTED, 0, row.content_hash);
      // The vector belongs to the text that is stored now, which need not be the one that arrived.
      if (entry.derived !== null && entry.derived.textHash === stored.text_hash)
        saveDerived(stored.key, entry.derived, space);
    }
    return { outcome, key: stored.key };
  };

  const bury = (key: number, by: 'request' | 'prune'): void => {
    sql.bury.run({ key, sequence: nextSequence(), now: clock(), by });
    sql.dropVectors.run(key);
    sql.dropText.run(key);
    sql.dropOrigins.run(key);
    facets.forget(key);
    addresses.forget(key);
    titles.forget(key);
  };

  /** Whether nobody gives it any more now that this source does not. */
  const release = (key: number, source: string): boolean => {
    sql.dropOrigin.run(source, key);
    if (sql.anyOrigin.get(key) !== undefined) return false;
    bury(key, 'prune');
    return true;
  };

  return {
    uuid,
    sequence: () => Number(sql.meta.get('sequence')),
    // What other connections commit changes the first, what this one does the second.
    pulse: () => `${String(sql.dataVersion.get())} ${String(sql.totalChanges.get())}`,
    derivations: () => Number(sql.meta.get('derived') ?? 0),
    reading: (work) => database.transaction('deferred', work),
    isReplaced: () => inodeOf(file) !== inode,
    count: () => Number(sql.count.get()),

    keys: createKeyStore(database),
    sessions: createSessionStore(database, transaction),
    rules,
    judgments: createJudgmentStore(database, transaction),
    texts,

    recall(name) {
      const value = sql.meta.get(`remembered:${name}`);
      return value === undefined ? null : (JSON.parse(String(value)) as unknown);
    },
    remember(name, value) {
      transaction(() => void sql.setMeta.run(`remembered:${name}`, JSON.stringify(value)));
    },

    beginRun: runs.begin,
    endRun: runs.end,
    runs: runs.latest,

    write: (batch, origin, space) =>
      transaction(() => {
        const number = spaces.ensure(space);
        return batch.map((entry) => writeOne(entry, origin, number));
      }),
    touch(ids, source, run) {
      transaction(() => {
        for (const id of ids) sql.touch.run({ id, source, run });
      });
    },
    delete: (id) =>
      transaction(() => {
        const existing = sql.existing.get(id) as ExistingRow | undefined;
        if (existing === undefined) return false;
        if (existing.deleted_by !== 'request') bury(existing.key, 'request');
        return true;
      }),
    prune: (source, run) =>
      transaction(() => {
        const stale = sql.staleOrigins.all(source, run) as number[];
        return stale.filter((key) => release(key, source)).length;
      }),
    staleness: (source, run) => sql.staleness.get(run, source) as ReturnType<Catalog['staleness']>,
    withdraw: (ids, source) =>
      transaction(() => {
        const keys = ids.flatMap((id) => (sql.existing.get(id) as ExistingRow | undefined)?.key ?? []);
        return keys.filter((key) => sql.origin.get(source, key) !== undefined && release(key, source)).length;
      }),
    holds(id, source) {
      const existing = sql.existing.get(id) as ExistingRow | undefined;
      if (existing === undefined) return false;
      return existing.deleted_by === 'request' || sql.origin.get(source, existing.key) !== undefined;
    },
    takeForPartial: (source) => transaction(() => notes.save(source, [{ name: PARTIAL, value: 'yes' }])),
    note: (source, given) => transaction(() => notes.save(source, given)),
    noted: notes.find,
    countClicks: (day, counts) => transaction(() => clicks.count(day, counts)),
    clicks: clicks.totals,
    forgetClicks: (before) => transaction(() => clicks.forgetBefore(before)),
    addDerived(entries, space) {
      transaction(() => {
        const number = spaces.ensure(space);
        for (const { key, derived } of entries) {
          if (sql.liveTextHash.get(key) === derived.textHash) saveDerived(key, derived, number);
        }
        if (entries.length > 0) sql.bumpDerived.run();
      });
    },
    keepBoilerplate: (wanted) => transaction(() => passages.replace(wanted, nextSequence)),
    keepSpaces: (kept) => transaction(() => spaces.keep(kept)),

    lackVector(batch, origin, space) {
      const number = spaces.numberOf(space) ?? 0;
      return batch.map((entry) => {
        const { row, existing, outcome } = judge(entry, origin);
        if (outcome.startsWith('kept')) return false;
        return existing === undefined || sql.vectorHash.get(number, existing.key) !== row.text_hash;
      });
    },
    find(id) {
      const row = sql.find.get(id) as ArticleRow | undefined;
      return row === undefined ? null : toStoredArticle(row);
    },
    idAt: addresses.idAt,
    load: (keys) =>
      keys.flatMap((key): StoredArticle[] => {
        const row = sql.load.get(key) as ArticleRow | undefined;
        return row === undefined ? [] : [toStoredArticle(row)];
      }),
    facts: createFactStore(database),
    eligible,
    published: (now, after, limit) => sql.published.all(now, after, limit) as PublishedArticle[],
    publishedUpTo: (now) => sql.publishedUpTo.get(now) as number | null,
    publishedNext: (now) => sql.publishedNext.get(now) as number | null,
    newest: (now) => (sql.newest.get(now) as string | undefined) ?? null,
    ids: createIdLookup(database),
    search: titles.search,

    vector(key, space) {
      const number = spaces.numberOf(space);
      if (number === null) return undefined;
      const row = sql.vector.get(number, key) as { vector: Buffer | null } | undefined;
      return row === undefined ? undefined : row.vector === null ? null : toVector(row.vector);
    },
    signatures(keys) {
      const found = new Map<number, Uint32Array>();
      for (const key of keys) {
        const blob = sql.signature.get(key) as Buffer | undefined;
        if (blob !== undefined) found.set(key, toHashes(blob));
      }
      return found;
    },
    terms: (key) => toTerms(sql.terms.get(key) as Buffer | undefined),
    notEmbedded(space, after, limit) {
      const rows = sql.notEmbedded.all(spaces.numberOf(space) ?? 0, after, limit) as ArticleRow[];
      return rows.map(toStoredArticle);
    },
    countNotEmbedded: (space) => Number(sql.countNotEmbedded.get(spaces.numberOf(space) ?? 0)),
    placeable: (space, after, limit) =>
      (sql.placeable.all(spaces.numberOf(space) ?? 0, after, limit) as PlaceableRow[]).map(toPlaceable),
    countPlaceable: (space) => Number(sql.countPlaceable.get(spaces.numberOf(space) ?? 0)),
    countEmbedded: (space) => Number(sql.countEmbedded.get(spaces.numberOf(space) ?? 0)),
    boilerplate: passages.boilerplate,
    boilerplatePassages: passages.passages,
    countLeftOut: () => Number(sql.countLeftOut.get()),
    segmented: passages.segmented,
    changesSince(sequence, space, limit = Number.MAX_SAFE_INTEGER) {
      const rows = sql.changesSince.all(spaces.numberOf(space) ?? 0, sequence, limit) as ChangeRow[];
      return rows.map(toChange);
    },

    shrink: () => database.exec('PRAGMA shrink_memory'),
    close: () => database.close(),
  };
}
