import type { ArticleLink } from '../engine/answers.js';
import type { DatedLink, RunEntry, Status, Survey } from '../engine/status.js';

/** Examples of each kind that are printed. */
const SHOWN = 5;
/** Runs that are printed. */
const RUNS = 3;

const WHY: Readonly<Record<string, string>> = {
  not_embeddable: 'its text has too few words',
  no_candidates: 'there is no other article',
  filtered_out: 'whatever is related may not be shown under it',
  below_cutoff: 'nothing is close enough',
  no_links: 'editors decided so',
};

/** How an index does, in words. `now`: milliseconds since 1970. */
export function healthLines(status: Status, now: number): string {
  const { index, newest, survey, runs } = status;
  const rows = [
    row(
      'index',
      `${counted(index.articles, 'article')}, model ${index.model}, generation ${index.generation}`,
      `built ${ago(index.publishedAt, now)}, ${counted(index.changesSince, 'change')} since`,
    ),
    row(
      'newest',
      `published: ${dated(newest.published, now)}`,
      `can be found: ${dated(newest.indexed, now)}`,
    ),
    row('waiting', waitingText(status)),
    ...(survey === null ? [row('lists', 'not surveyed')] : surveyRows(survey)),
    row('runs', ...(runs.length === 0 ? ['none'] : runs.slice(0, RUNS).map((run) => runText(run, now)))),
  ];
  return `${rows.join('\n')}\n`;
}

function surveyRows({ sampled, articles, meanLinks, noList, orphans, hubs }: Survey): string[] {
  const about = sampled < articles ? 'about ' : '';
  const of =
    sampled < articles
      ? `a sample of ${sampled} of ${counted(articles, 'list')}`
      : `of all ${counted(articles, 'article')}`;
  const part = ({ count, share }: { readonly count: number; readonly share: number }) =>
    `${about}${counted(count, 'article')} (${percent(share)})`;
  return [
    row('lists', `${meanLinks.toFixed(1)} links on average; ${of}`),
    row(
      'no list',
      part(noList),
      ...noList.examples
        .slice(0, SHOWN)
        .map((link) => `  ${named(link)}: ${WHY[link.reason] ?? link.reason}`),
    ),
    row(
      'orphans',
      `${part(orphans)}, which nothing links to`,
      ...orphans.examples.slice(0, SHOWN).map((link) => `  ${named(link)}`),
    ),
    row(
      'hubs',
      ...(hubs.length === 0
        ? ['none']
        : hubs
            .slice(0, SHOWN)
            .map(
              ({ article, lists, share }) =>
                `${named(article)}: in ${counted(lists, 'list')} (${percent(share)})`,
            )),
    ),
  ];
}

function waitingText({ waiting, lag }: Status): string {
  return waiting === 0
    ? 'nothing: every published article can be found'
    : `${counted(waiting, 'published article')} cannot be found yet, the first for ${span(lag)} at most`;
}

function runText({ run, startedAt, finishedAt, outcome }: RunEntry, now: number): string {
  const counts = ['added', 'changed', 'removed', 'rejected'].flatMap((name) =>
    typeof outcome[name] === 'number' ? [`${name} ${outcome[name]}`] : [],
  );
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return [`${run}: ${ago(finishedAt, now)}, in ${span(seconds)}`, ...counts].join(', ');
}

/** The name of a part, and what is said of it below each other. */
function row(name: string, ...lines: readonly string[]): string {
  return lines.map((line, i) => `${(i === 0 ? name : '').padEnd(9)}${line}`).join('\n');
}

function dated(link: DatedLink | null, now: number): string {
  return link === null ? 'none with a date' : `${ago(link.publishedAt, now)}, ${named(link)}`;
}

const named = ({ id, title }: ArticleLink): string => `${title} (${id})`;

/** `3 hours ago (2026-11-23T22:41Z)`. */
function ago(moment: string, now: number): string {
  const at = Date.parse(moment);
  return `${span(Math.max(0, now - at) / 1000)} ago (${new Date(at).toISOString().slice(0, 16)}Z)`;
}

/** In the largest unit of which there are at least two. */
export function span(seconds: number): string {
  const [size, unit] = UNITS.find(([least]) => seconds >= 2 * least) ?? [1, 'second'];
  const count = Math.floor(seconds / size);
  return counted(count, unit);
}

const UNITS: readonly (readonly [size: number, unit: string])[] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
