import { expect, it } from 'vitest';
import { Article } from '../../src/article.js';
import { toLink, toRelated } from '../../src/engine/answers.js';

const UNSAID = { score: 0.5, pinned: false, reasons: [], explain: null };

it.each([
  ['Q&amp;A <em>live</em>', 'Q&A live'],
  ['R&amp;amp;D at AT&T', 'R&D at AT&T'],
  ['How to use the &lt;b&gt; tag', 'How to use the <b> tag'],
  ['Why 1 < 2 > 0 in <The Guardian>', 'Why 1 < 2 > 0 in <The Guardian>'],
  ['<em></em>', '<em></em>'],
])('a link has the title %j as readers take it in: %j', (title, shown) => {
  expect(toLink({ id: 'a', title, url: null })).toEqual({ id: 'a', title: shown, url: null });
});

it('so has what is shown beside it, in which the article itself keeps its markup', () => {
  const article = (fields: object) => Article.parse({ id: 'a', title: 'R&amp;D', body: '', ...fields });
  const summaryOf = (summary: string | null) => toRelated(article({ summary }), UNSAID, []).summary;
  expect(['A **fat** <b>&pound;1</b> &amp; up', '<img src=x>', null].map(summaryOf)).toEqual([
    'A fat £1 & up',
    null,
    null,
  ]);
  expect(toRelated(article({}), UNSAID, [article({})]).alsoCoveredBy).toEqual([
    { id: 'a', title: 'R&D', url: null },
  ]);
});

it('a link tells what was paid for, and what is not for every reader', () => {
  const article = Article.parse({ id: 'a', title: 'A', body: '', sponsored: true, paywalled: true });
  expect(toRelated(article, UNSAID, [])).toMatchObject({ sponsored: true, paywalled: true });
  expect(toRelated({ ...article, paywalled: false }, UNSAID, [])).toMatchObject({ paywalled: false });
});
