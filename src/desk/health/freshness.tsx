import type { DatedLink, Status } from '../../engine/status.js';
import { ArticleLink } from '../ui/article-link.js';
import { Icon } from '../ui/icon.js';
import { counted } from '../ui/numbers.js';
import { ago, momentOf, span } from '../ui/time.js';

/** What has just come in is on its way, no longer than this. Seconds. */
const ON_ITS_WAY = 600;

/** After so long without anything new, nobody can say from here whether the index is up to date. Seconds. */
const SILENT = 30 * 86_400;

/** Whether readers can find what is published. */
export function Freshness({ status, now }: { readonly status: Status; readonly now: number }) {
  const { newest, waiting, lag, silence } = status;
  const isBehind = waiting > 0 && lag > ON_ITS_WAY;
  const isSilent = waiting === 0 && silence !== null && silence > SILENT;
  const look = isBehind ? 'behind' : isSilent ? 'silent' : 'good';
  const [title, text] = wordsOf(status);
  return (
    <section class={`freshness freshness-${look}`}>
      <div class="freshness-state" role="status">
        <span class="freshness-icon">
          <Icon name={isBehind ? 'warning' : waiting > 0 || isSilent ? 'clock' : 'check'} />
        </span>
        <div>
          <h2>{title}</h2>
          <p>{text}</p>
        </div>
      </div>
      <div class="freshness-pair">
        <Newest label="Newest published" link={newest.published} now={now} />
        <span class="freshness-arrow">
          <Icon name="arrow" />
        </span>
        <Newest
          label="Newest that readers can find"
          link={newest.indexed}
          now={now}
          isSame={newest.indexed !== null && newest.indexed.id === newest.published?.id}
        />
      </div>
      {silence === null ? null : (
        <p class="meta">
          Nothing newer for {span(silence)}. If you have published since, the index is not being fed.
        </p>
      )}
    </section>
  );
}

function wordsOf({ newest, waiting, lag, silence }: Status): readonly [title: string, text: string] {
  if (newest.published === null) return ['Nothing is published yet', 'No article has a date that has come.'];
  if (waiting === 0 && silence !== null && silence > SILENT)
    return [
      'Everything stored can be found',
      `Nothing waits, but the newest article is ${span(silence)} old.`,
    ];
  if (waiting === 0) return ['Up to date', 'Readers can find everything that is published.'];
  const articles = `${counted(waiting, 'article')} ${waiting === 1 ? 'waits' : 'wait'}`;
  if (lag <= ON_ITS_WAY) return ['Catching up', `${articles} to be found, the longest for ${span(lag)}.`];
  return [
    `${span(lag)} behind`,
    `${articles} to be found by readers. Build and publish a new index, or ask whoever feeds it.`,
  ];
}

function Newest({
  label,
  link,
  now,
  isSame = false,
}: {
  readonly label: string;
  readonly link: DatedLink | null;
  readonly now: number;
  readonly isSame?: boolean;
}) {
  return (
    <div class="newest">
      <h3>{label}</h3>
      {link === null ? (
        <p class="newest-title">None</p>
      ) : (
        <>
          <p class="newest-title">{isSame ? 'The same article' : <ArticleLink {...link} />}</p>
          <p class="meta" title={momentOf(link.publishedAt)}>
            {momentOf(link.publishedAt)} · {ago(link.publishedAt, now)}
          </p>
        </>
      )}
    </div>
  );
}
