import type { RuleEntry, Wanted } from '../../engine/editing.js';
import type { DeskArticleAnswer } from '../../http/desk/answers.js';
import { lookAt } from '../shell/route.js';
import { Button } from '../ui/button.js';
import { Switch } from '../ui/field.js';
import { Icon } from '../ui/icon.js';
import { Badge } from '../ui/pieces.js';
import { dayOf, momentOf } from '../ui/time.js';
import { MODES } from './asked.js';

/** The article that is looked at, and what holds for it. */
export function ArticlePane({
  answer,
  onDecide,
}: {
  readonly answer: DeskArticleAnswer;
  onDecide(wanted: Wanted): void;
}) {
  const { article, rules } = answer;
  const { id } = article;
  const isSilent = rules.some(({ kind }) => kind === 'no_links');
  const isNever = rules.some(({ kind, link }) => kind === 'never_recommend' && link?.id === id);
  return (
    <article class="article">
      {article.section === null ? null : (
        <p class="kicker" dir="auto">
          {article.section}
        </p>
      )}
      <h1 dir="auto" lang={article.language ?? undefined}>
        {article.title}
      </h1>
      <p class="meta">
        {article.publishedAt === null ? (
          'No date'
        ) : (
          <time dateTime={article.publishedAt}>{momentOf(article.publishedAt)}</time>
        )}
        {article.language === null ? null : ` · ${article.language}`}
        {' · '}
        <code>{id}</code>
      </p>
      {article.summary === null ? null : (
        <p class="standfirst" dir="auto" lang={article.language ?? undefined}>
          {article.summary}
        </p>
      )}
      <p class="article-badges">
        {article.sponsored ? <Badge>Sponsored</Badge> : null}
        {article.paywalled ? <Badge>Paywall</Badge> : null}
        {article.noRecommend ? <Badge tone="warn">The publisher keeps it out of lists</Badge> : null}
        {article.tags.map((tag) => (
          <Badge key={tag}>
            <span dir="auto">{tag}</span>
          </Badge>
        ))}
      </p>
      {article.url === null ? null : (
        <p>
          <a class="site-link" href={article.url} target="_blank" rel="noreferrer">
            Read it on the site
            <Icon name="out" />
          </a>
        </p>
      )}
      <div class="article-switches">
        <Switch
          label="Show no links under this"
          isOn={isSilent}
          onChange={(isOn) =>
            onDecide({ action: isOn ? 'no_links' : 'links_again', article: id, note: null })
          }
        />
        <Switch
          label="Never recommend this anywhere"
          isOn={isNever}
          onChange={(isOn) =>
            onDecide({ action: isOn ? 'never_recommend' : 'recommend_again', link: id, note: null })
          }
        />
      </div>
      <DecisionsHere answer={answer} onDecide={onDecide} />
    </article>
  );
}

/** What holds for the article and is not to be seen in its list; each is taken back by one press. */
function DecisionsHere({
  answer,
  onDecide,
}: {
  readonly answer: DeskArticleAnswer;
  onDecide(wanted: Wanted): void;
}) {
  const inList = new Set(answer.list.related.filter(({ pinned }) => pinned).map(({ id }) => id));
  const rules = answer.rules.filter(
    ({ kind, link, inForce }) => !(kind === 'pin' && inForce && inList.has(link?.id ?? '')),
  );
  if (rules.length === 0) return null;
  return (
    <section class="here" aria-labelledby="here">
      <h2 id="here">Decisions here</h2>
      <ul>
        {rules.map((rule) => {
          const back = wantedBack(rule);
          const what = nameOf(rule);
          return (
            <li key={`${rule.kind} ${rule.mode} ${rule.link?.id}`}>
              <div>
                <p>
                  <b>{what}</b>
                  {rule.link === null || rule.kind === 'never_recommend' ? null : (
                    <>
                      {': '}
                      <a href={lookAt(rule.link.id)} dir="auto">
                        {rule.link.title}
                      </a>
                    </>
                  )}
                </p>
                {rule.note === null ? null : <q dir="auto">{rule.note}</q>}
                <p class="meta">
                  {rule.by}, <time dateTime={rule.at}>{momentOf(rule.at)}</time>
                </p>
              </div>
              {back === null ? null : (
                <Button
                  look="bare"
                  icon="undo"
                  name={`Take back: ${what}${rule.link === null ? '' : ` ${rule.link.title}`}`}
                  onPress={() => onDecide(back)}
                >
                  Take back
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function nameOf({ kind, mode, position, expiresAt, inForce }: RuleEntry): string {
  const where =
    mode === null || mode === 'related'
      ? ''
      : ` in ${MODES.find(({ value }) => value === mode)?.label ?? mode}`;
  switch (kind) {
    case 'pin':
      return inForce || expiresAt === null
        ? `Pinned at place ${position}${where}`
        : `Pin${where} ended on ${dayOf(expiresAt)}`;
    case 'block':
      return 'Blocked';
    case 'never_recommend':
      return 'Never recommended anywhere';
    case 'no_links':
      return 'No links are shown';
  }
}

function wantedBack({ kind, article, link, mode }: RuleEntry): Wanted | null {
  const note = null;
  if (kind === 'no_links')
    return article === null ? null : { action: 'links_again', article: article.id, note };
  if (link === null) return null;
  if (kind === 'never_recommend') return { action: 'recommend_again', link: link.id, note };
  if (article === null) return null;
  if (kind === 'block') return { action: 'unblock', article: article.id, link: link.id, note };
  return mode === null ? null : { action: 'unpin', article: article.id, link: link.id, mode, note };
}
