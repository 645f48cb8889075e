import type { Database } from './database.js';
import {
  type DecisionRow,
  type RuleRow,
  toDecision,
  toIdentity,
  toRule,
  toRuleParameters,
} from './rule-rows.js';
import { type Rule, type RuleChange, type RuleStore, sameRule } from './rules.js';

/** What editors decided. `transaction` waits for other writers, and explains the driver's errors. */
export function createRuleStore(database: Database, transaction: <T>(work: () => T) => T): RuleStore {
  const one = 'article_key = $article AND kind = $kind AND link_key = $link AND mode = $mode';
  const revision = database.prepare("SELECT value FROM meta WHERE name = 'rules'").pluck();
  const bump = database.prepare("UPDATE meta SET value = value + 1 WHERE name = 'rules'");
  const under = database.prepare(`
    SELECT * FROM rules WHERE article_key = ? AND article_key <> 0
    ORDER BY kind <> 'pin', kind, mode, position, link_key`);
  const find = database.prepare(`SELECT * FROM rules WHERE ${one}`);
  const drop = database.prepare(`DELETE FROM rules WHERE ${one}`);
  const add = database.prepare(`
    INSERT INTO rules (article_key, kind, link_key, mode, position, expires_at, note, made_by, made_at)
    VALUES ($article, $kind, $link, $mode, $position, $expiresAt, $note, $by, $at)`);
  const ended = database.prepare('SELECT max(expires_at) FROM rules WHERE expires_at <= ?').pluck();
  const ending = database.prepare('SELECT min(expires_at) FROM rules WHERE expires_at > ?').pluck();
  const setRecommendable = database.prepare(`
    UPDATE facets SET recommendable = (SELECT 1 - no_recommend FROM articles WHERE key = $link) AND NOT EXISTS (
      SELECT 1 FROM rules WHERE article_key = 0 AND kind = 'never_recommend' AND link_key = $link)
    WHERE article_key = $link`);

  const log = database
    .prepare(`
      INSERT INTO decisions (at, made_by, action, article_key, link_key, note, undoes, changes, details)
      VALUES ($at, $by, $action, $article, $link, $note, $undoes, $changes, $details) RETURNING number`)
    .pluck();
  const columns = '*, (SELECT max(u.number) FROM decisions u WHERE u.undoes = d.number) AS undone_by';
  const decision = database.prepare(`SELECT ${columns} FROM decisions d WHERE number = ?`);
  const before = 'number < coalesce($before, 9223372036854775807) ORDER BY number DESC LIMIT $limit';
  const decisions = database.prepare(`SELECT ${columns} FROM decisions d WHERE ${before}`);
  const decisionsAbout = database.prepare(
    `SELECT ${columns} FROM decisions d WHERE (article_key = $about OR link_key = $about) AND ${before}`,
  );

  const rulesUnder = (article: number): Rule[] => (under.all(article) as RuleRow[]).map(toRule);
  const inForce = (identity: ReturnType<typeof toIdentity>): Rule | null => {
    const row = find.get(identity) as RuleRow | undefined;
    return row === undefined ? null : toRule(row);
  };

  /** Whether what the changes take for granted is so. */
  const hold = (changes: readonly RuleChange[], now: number): boolean =>
    changes.every(({ before: was, after: willBe }) => {
      const rule = was ?? willBe;
      return rule === null || sameRule(inForce(toIdentity(rule)), was);
    }) &&
    placesAreFree(changes, rulesUnder, now) &&
    pinsAndBlocksAreApart(changes, rulesUnder);

  const apply = (changes: readonly RuleChange[]): void => {
    for (const { before: was } of changes) if (was !== null) drop.run(toIdentity(was));
    for (const { after: willBe } of changes) if (willBe !== null) add.run(toRuleParameters(willBe));
    for (const { before: was, after: willBe } of changes)
      if ((willBe ?? was)?.kind === 'never_recommend') setRecommendable.run({ link: (willBe ?? was)?.link });
    if (changes.length > 0) bump.run();
  };

  const get = (number: number) => {
    const row = decision.get(number) as DecisionRow | undefined;
    return row === undefined ? null : toDecision(row);
  };

  return {
    revision: () => Number(revision.get()),
    under: rulesUnder,
    against: (link) => inForce({ kind: 'never_recommend', article: 0, link, mode: '' }),
    endedUpTo: (now) => ended.get(now) as number | null,
    endsNext: (now) => ending.get(now) as number | null,
    record: ({ changes, details, ...made }) =>
      transaction(() => {
        if (!hold(changes, made.at)) return null;
        apply(changes);
        const written = { changes: JSON.stringify(changes), details: details && JSON.stringify(details) };
        return get(Number(log.get({ ...made, ...written })));
      }),
    decision: get,
    decisions: ({ about, before: number, limit }) => {
      const rows =
        about === null
          ? decisions.all({ before: number, limit })
          : decisionsAbout.all({ about, before: number, limit });
      return (rows as DecisionRow[]).map(toDecision);
    },
  };
}

/** Whether no pin would stand where another does that has not ended at `now`. */
function placesAreFree(
  changes: readonly RuleChange[],
  under: (article: number) => readonly Rule[],
  now: number,
): boolean {
  const isChanged = (rule: Rule) => changes.some(({ before }) => sameRule(before, rule));
  const made = changes.flatMap(({ after }) => (after?.kind === 'pin' ? [after] : []));
  const lasting = (pin: Rule) => pin.kind === 'pin' && (pin.expiresAt === null || pin.expiresAt > now);
  return made.filter(lasting).every((pin) => {
    const stored = pin.article === null ? [] : under(pin.article).filter((rule) => !isChanged(rule));
    return [...stored, ...made]
      .filter((other) => other !== pin && lasting(other) && other.article === pin.article)
      .every((other) => other.mode !== pin.mode || other.position !== pin.position);
  });
}

/** Whether nothing that is newly pinned is blocked, and the reverse. */
function pinsAndBlocksAreApart(
  changes: readonly RuleChange[],
  under: (article: number) => readonly Rule[],
): boolean {
  const isChanged = (rule: Rule) => changes.some(({ before }) => sameRule(before, rule));
  return changes.every(({ before, after }) => {
    if (before !== null || after === null || after.article === null) return true;
    const opposite = after.kind === 'pin' ? 'block' : after.kind === 'block' ? 'pin' : null;
    if (opposite === null) return true;
    const stored = under(after.article).filter((rule) => !isChanged(rule));
    return stored.every((rule) => rule.kind !== opposite || rule.link !== after.link);
  });
}
