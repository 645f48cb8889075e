import type { ComponentChildren } from 'preact';
import type { Survey } from '../../engine/status.js';
import { ArticleLink } from '../ui/article-link.js';
import { Figure, Figures } from '../ui/figure.js';
import { count, counted, share } from '../ui/numbers.js';
import { Bar, Skeleton } from '../ui/pieces.js';
import { ago } from '../ui/time.js';

/** In words of editors. What is not among them is said as it came. */
const REASONS: Readonly<Record<string, string>> = {
  not_embeddable: 'its text has too few words',
  no_candidates: 'there is no other article',
  filtered_out: 'everything is excluded',
  below_cutoff: 'nothing is close enough',
  no_links: 'an editor said so',
};

const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A hub's bar is full at this share of lists at least, so that a small one looks small. */
const FULL = 0.25;

/** What the lists look like from above. */
export function Lists({ survey, now }: { readonly survey: Survey | null; readonly now: number }) {
  return (
    <section class="health-part" aria-busy={survey === null}>
      <div class="health-head">
        <h2>The lists, as readers see them</h2>
        <p class="meta" role="status">
          {survey === null
            ? 'Being measured; in a large archive this takes a minute or two…'
            : measuredText(survey, now)}
        </p>
      </div>
      {survey === null ? <Skeleton lines={5} /> : <Measured survey={survey} />}
    </section>
  );
}

function Measured({ survey }: { readonly survey: Survey }) {
  const { noList, orphans, hubs, meanLinks, articles, sampled } = survey;
  const isEstimate = sampled < articles;
  const value = (part: { readonly share: number }) => (
    <>
      {isEstimate ? <small>about </small> : null}
      {share(part.share)}
    </>
  );
  const near = (part: { readonly count: number }) =>
    `${isEstimate ? 'about ' : ''}${counted(part.count, 'article')}`;
  return (
    <>
      <Figures>
        <Figure label="Without a list" value={value(noList)}>
          {near(noList)}
        </Figure>
        <Figure label="Orphans" value={value(orphans)}>
          {near(orphans)} that nothing links to
        </Figure>
        <Figure label="Largest hub" value={hubs[0] === undefined ? '–' : share(hubs[0].share)}>
          {hubs[0] === undefined ? 'no list names any' : 'of the lists name one article'}
        </Figure>
        <Figure label="Links per list" value={decimal.format(meanLinks)}>
          on average
        </Figure>
      </Figures>
      <div class="health-columns">
        <Group title="Articles without a list" none="Every article has one.">
          {noList.examples.map(({ reason, ...article }) => (
            <li key={article.id}>
              <ArticleLink {...article} />
              <span class="meta">{REASONS[reason] ?? reason}</span>
            </li>
          ))}
        </Group>
        <Group title="Orphans" none="Something links to every article.">
          {orphans.examples.map((article) => (
            <li key={article.id}>
              <ArticleLink {...article} />
            </li>
          ))}
        </Group>
        <Group title="Hubs" none="No list has a link.">
          {hubs.map(({ article, lists, share: part }) => (
            <li key={article.id}>
              <ArticleLink {...article} />
              <Bar value={part} of={Math.max(FULL, hubs[0]?.share ?? 0)} />
              <span class="meta">
                in {counted(lists, 'list')}, {share(part)}
              </span>
            </li>
          ))}
        </Group>
      </div>
    </>
  );
}

function measuredText({ sampled, articles, measuredAt }: Survey, now: number): string {
  return sampled < articles
    ? `Estimated from a sample of ${count(sampled)} of ${counted(articles, 'article')}, ${ago(measuredAt, now)}`
    : `All ${counted(articles, 'list')}, measured ${ago(measuredAt, now)}`;
}

/** `none`: what it means that there are none. */
function Group({
  title,
  none,
  children,
}: {
  readonly title: string;
  readonly none: string;
  readonly children: readonly ComponentChildren[];
}) {
  return (
    <div>
      <h3>{title}</h3>
      {children.length === 0 ? <p class="meta">{none}</p> : <ul class="health-list">{children}</ul>}
    </div>
  );
}
