import type { ArticleLink, IndexInfo, RelatedAnswer, RelatedArticle } from '../../engine/answers.js';
import type { ClickReport } from '../../engine/clicks.js';
import type { Status } from '../../engine/status.js';

/** Answers about the sample archive, as they were given. */

export const EXAMPLE_ID = 'japan-record-budget-ai-push';
export const EXAMPLE_URL = 'https://www.example.com/economy/japan-record-budget-ai-push';
/** What is stored and taken down again by the examples. */
export const SCRATCH_ID = 'example-article';

const INDEX: IndexInfo = {
  generation: '2026-11-23T22-41-20Z-20b29',
  sequence: 102,
  model: 'seealso-en',
  articles: 102,
  publishedAt: '2026-11-23T22:41:20.808Z',
};

const ASKED: ArticleLink = {
  id: EXAMPLE_ID,
  title: 'Japan plans record ¥120 trillion budget with ¥1 trillion push into home-grown AI',
  url: EXAMPLE_URL,
};

const YEN: RelatedArticle = {
  id: 'yen-intervention-speculation',
  title: 'Yen leaps to 152 per dollar as traders bet Tokyo has lost patience',
  url: 'https://www.example.com/markets/yen-intervention-speculation',
  summary:
    'The yen jumped to 152 against the dollar on suspicion that Japan had checked prices with banks ahead of intervention.',
  image: null,
  section: 'Markets',
  publishedAt: '2025-11-17T08:55:00Z',
  sponsored: false,
  paywalled: false,
  score: 0.1919,
  pinned: false,
  reasons: [
    { type: 'terms', terms: ['Japan', 'yen', 'Tokyo'], text: 'Japan · yen · Tokyo' },
    { type: 'story', when: 'earlier', text: 'earlier coverage of the same story' },
  ],
  alsoCoveredBy: [],
};

const MEMORY: RelatedArticle = {
  id: 'korea-memory-maker-us-ai-entity',
  title: 'SK hynix to put $10 billion into US arm for AI investments',
  url: 'https://www.example.com/asia/korea-memory-maker-us-ai-entity',
  summary:
    'The Korean memory-chip maker will fund a US company to back AI start-ups and sell data-centre solutions to its biggest customers.',
  image: null,
  section: 'Asia',
  publishedAt: '2025-11-13T00:05:00Z',
  sponsored: false,
  paywalled: false,
  score: 0.1933,
  pinned: false,
  reasons: [
    {
      type: 'terms',
      terms: ['AI', 'United States', 'data centres'],
      text: 'AI · United States · data centres',
    },
    { type: 'story', when: 'earlier', text: 'earlier coverage of the same story' },
  ],
  alsoCoveredBy: [],
};

export const RELATED: RelatedAnswer = { article: ASKED, related: [MEMORY, YEN], empty: null, index: INDEX };

export const DRAFT = { title: 'Yen intervention', body: 'The Bank of Japan and the yen.' };

export const RELATED_TO_DRAFT: RelatedAnswer = {
  article: null,
  related: [
    {
      ...YEN,
      score: 0.2025,
      reasons: [
        {
          type: 'terms',
          terms: ['yen', 'Bank of Japan', 'intervention'],
          text: 'yen · Bank of Japan · intervention',
        },
      ],
    },
  ],
  empty: null,
  index: INDEX,
};

export const BATCH = [EXAMPLE_ID, 'no-such-article'];

export const BATCH_RESULTS = {
  results: [
    { id: EXAMPLE_ID, status: 200, article: ASKED, related: [MEMORY], empty: null, index: INDEX },
    {
      id: 'no-such-article',
      type: 'urn:seealso:article_not_found',
      title: 'Not found',
      status: 404,
      detail: 'No article with id "no-such-article" is published here. Check the id, or index the article.',
    },
  ],
};

export const FRAGMENT = `<nav class="related-articles" aria-label="Related articles: ${ASKED.title}">
<h2 class="related-articles-heading">Related articles</h2>
<ul class="related-articles-list" role="list">
<li class="related-articles-item"><a class="related-articles-link" href="${MEMORY.url}">${MEMORY.title}</a>
<p class="related-articles-summary">${MEMORY.summary}</p>
<p class="related-articles-meta"><span class="related-articles-section">Asia</span> · <time class="related-articles-date" datetime="2025-11-13T00:05:00Z">13 November 2025</time></p>
</li>
</ul>
</nav>
`;

export const ARTICLE_INPUT = {
  title: 'Tokyo buys yen for the first time in a year',
  body: 'The finance ministry sold dollars and bought yen on Tuesday, traders in Tokyo said.',
  url: 'https://www.example.com/markets/tokyo-buys-yen',
  section: 'Markets',
  language: 'en',
  publishedAt: '2025-11-18T08:00:00Z',
};

export const ARTICLE = {
  id: SCRATCH_ID,
  summary: null,
  formerUrls: [],
  image: null,
  tags: [],
  authors: [],
  updatedAt: null,
  noRecommend: false,
  sponsored: false,
  paywalled: false,
  ...ARTICLE_INPUT,
  extra: {},
};

export const PUT_RESULT = { id: SCRATCH_ID, outcome: 'added', embeddable: true, sequence: 103 };

export const EVENTS = {
  article: EXAMPLE_ID,
  impressions: [
    { id: MEMORY.id, position: 1 },
    { id: YEN.id, position: 2 },
  ],
  clicks: [{ id: YEN.id, position: 2 }],
};

const IN_A_ROW = { article: { id: ASKED.id, title: ASKED.title }, position: null, impressions: 1 };

export const CLICKS: ClickReport = {
  by: 'pair',
  from: '2026-10-25',
  to: '2026-11-23',
  impressions: 2,
  clicks: 1,
  rate: 0.5,
  interval: [0.0945, 0.9055],
  rows: [
    { ...IN_A_ROW, link: { id: YEN.id, title: YEN.title }, clicks: 1, rate: 1, interval: [0.2065, 1] },
    { ...IN_A_ROW, link: { id: MEMORY.id, title: MEMORY.title }, clicks: 0, rate: 0, interval: [0, 0.7935] },
  ],
};

export const READY = { status: 'ready', index: INDEX };

const linkOf = ({ id, title, url }: RelatedArticle): ArticleLink => ({ id, title, url });
const NEWEST = { ...linkOf(YEN), publishedAt: '2025-11-17T08:55:00Z' };

export const STATUS: Status = {
  index: { ...INDEX, changesSince: 0, vectors: 102 },
  newest: { published: NEWEST, indexed: NEWEST },
  waiting: 0,
  lag: 0,
  silence: 3600,
  survey: {
    measuredAt: '2026-11-23T22:45:00.000Z',
    generation: INDEX.generation,
    sampled: 102,
    articles: 102,
    meanLinks: 3.25,
    noList: { count: 6, share: 0.0588, examples: [{ ...ASKED, reason: 'below_cutoff' }] },
    orphans: { count: 9, share: 0.0882, examples: [ASKED] },
    hubs: [{ article: linkOf(MEMORY), lists: 11, share: 0.1078 }],
  },
  runs: [
    {
      run: 1,
      startedAt: '2026-11-23T22:41:18.302Z',
      finishedAt: '2026-11-23T22:41:21.115Z',
      outcome: { read: 102, added: 102, changed: 0, unchanged: 0, removed: 0, rejected: 0 },
    },
  ],
};

export const GHOST_DELIVERY = {
  event: 'post.deleted',
  post: { current: {}, previous: { id: '5a6b7c8d9e0f1a2b3c4d5e6f', status: 'published' } },
};

export const WORDPRESS_DELIVERY = { event: 'delete', post: { id: 4711 } };

export const METRICS = `# HELP seealso_ready Whether there is an index to answer from.
# TYPE seealso_ready gauge
seealso_ready 1
`;
