import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openGhost } from '../../src/sources/cms/ghost.js';
import { quickFetcher } from '../support/cms-server.js';
import {
  delivery,
  GHOST_KEY,
  ghostId,
  storedPost as ghostPost,
  openGhostServer,
} from '../support/ghost-server.js';
import { restPost, storedPost as wordPressPost } from '../support/wordpress-server.js';
import { ask, type ProblemBody } from './site.js';
import { BANKS, smallSite } from './small-site.js';

const SECRET = 'long enough to guess at';
const { site, serve } = await smallSite(BANKS);
const secrets = { ghostHookSecret: SECRET, wordpressHookSecret: SECRET };
const url = await serve(secrets);
const { fetcher } = quickFetcher();
const ghost = await openGhostServer();

interface Sent {
  readonly secret?: string;
  /** Milliseconds since 1970. */
  readonly at?: number;
  readonly header?: string;
  readonly to?: string;
  readonly body?: string;
}

const sign = (body: string, secret: string, at: number) =>
  `sha256=${createHmac('sha256', secret).update(`${body}${at}`).digest('hex')}, t=${at}`;

function send(path: string, name: string, content: unknown, sent: Sent = {}) {
  const body = sent.body ?? JSON.stringify(content);
  const { secret = SECRET, at = Date.now(), to = url } = sent;
  const header = sent.header ?? sign(body, secret, at);
  const headers = { 'content-type': 'application/json', ...(header === '' ? {} : { [name]: header }) };
  return ask<ProblemBody & Record<string, unknown>>(`${to}/v1/hooks/${path}`, {
    method: 'POST',
    body,
    headers,
  });
}
const toGhost = (content: unknown, sent?: Sent) => send('ghost', 'x-ghost-signature', content, sent);
const toWordPress = (content: unknown, sent?: Sent) =>
  send('wordpress', 'x-seealso-signature', content, sent);

let posts = 100;
/** Another post, updated so many minutes after the first of the year. */
function post(minutes = 0, changes: Partial<ReturnType<typeof ghostPost>> = {}) {
  posts += 1;
  const updated = Date.parse('2026-01-01T00:00:00Z') + minutes * 60_000;
  return ghostPost(posts, { html: '<p>The bank bought yen in the rain.</p>', updated, ...changes });
}
const statusOf = async (id: string) => (await ask(`${url}/v1/articles/${id}`)).status;
const titleOf = async (id: string) => (await ask(`${url}/v1/articles/${id}`)).body.title;
const wordPressSite = { url: 'https://paper.example', offset: () => 0 };
const rest = (id: number, changes: object = {}) =>
  restPost(
    { ...wordPressPost({ id, modified: Date.parse('2026-01-01T00:00:00Z') }), ...changes },
    wordPressSite,
  );

describe('a webhook of Ghost', () => {
  it('puts what is published, and takes down what is unpublished or deleted', async () => {
    const one = post();
    const published = await toGhost(delivery('post.published', one, ghost.url, { status: 'draft' }));
    expect([published.status, published.body]).toMatchObject([200, { id: one.id, outcome: 'added' }]);
    expect(site.relatedIds(one.id)).toContain('alpha');
    const again = await toGhost(delivery('post.published', one, ghost.url));
    expect(again.body).toMatchObject({ outcome: 'unchanged' });

    const edited = { ...one, title: 'Another title', updated: one.updated + 60_000 };
    await toGhost(delivery('post.published.edited', edited, ghost.url, { title: one.title }));
    expect(await titleOf(one.id)).toBe('Another title');

    const draft = { ...edited, status: 'draft' as const, updated: edited.updated + 60_000 };
    const taken = await toGhost(delivery('post.unpublished', draft, ghost.url, { status: 'published' }));
    expect([taken.status, taken.body]).toMatchObject([200, { outcome: 'removed' }]);
    expect(await statusOf(one.id)).toBe(404);

    const deleted = await toGhost(delivery('post.deleted', draft, ghost.url));
    expect([deleted.status, deleted.body.outcome]).toEqual([200, 'removed']);
    const unknown = await toGhost(delivery('post.deleted', post(), ghost.url));
    expect([unknown.status, unknown.body.outcome]).toEqual([200, 'unknown']);
  });

  it('does nothing at what concerns no published post', async () => {
    const draft = post(0, { status: 'draft' });
    for (const content of [
      delivery('post.edited', draft, ghost.url, { title: 'Before' }),
      { event: 'page.published', page: { current: { id: ghostId(1), status: 'published' }, previous: {} } },
      { event: 'site.changed' },
    ]) {
      const answer = await toGhost(content);
      expect([answer.status, answer.body.outcome]).toEqual([202, 'ignored']);
    }
    expect(await statusOf(draft.id)).toBe(404);
  });

  it('that is overtaken by a later one undoes nothing', async () => {
    const one = post();
    const now = Date.now();
    const newer = { ...one, title: 'Newer', updated: one.updated + 60_000 };
    await toGhost(delivery('post.published.edited', newer, ghost.url), { at: now });
    const late = await toGhost(delivery('post.published', one, ghost.url), { at: now - 2_000 });
    expect([late.status, late.body.outcome]).toEqual([200, 'kept_newer']);
    // Another process, which remembers no deliveries.
    const restarted = await serve(secrets);
    const later = await toGhost(delivery('post.published', one, ghost.url), { to: restarted });
    expect(later.body.outcome).toBe('kept_newer');
    expect(await titleOf(one.id)).toBe('Newer');

    await toGhost(delivery('post.deleted', newer, ghost.url), { at: now + 5_000 });
    await toGhost(delivery('post.published.edited', newer, ghost.url), { at: now + 4_000 });
    expect(await statusOf(one.id)).toBe(404);
  });

  it('that is repeated by whoever overheard it undoes nothing that was done since', async () => {
    const one = post();
    const body = JSON.stringify(delivery('post.published', one, ghost.url));
    const at = Date.now();
    const header = sign(body, SECRET, at);
    expect((await toGhost(null, { body, header })).body.outcome).toBe('added');
    expect(await site.engine.remove(one.id)).toBe(true);
    for (const written of [
      header,
      header.replace(', ', ',').replace(/=[0-9a-f]+/, (hex) => hex.toUpperCase()),
    ]) {
      const again = await toGhost(null, { body, header: written });
      expect([again.status, again.body.outcome]).toEqual([200, 'kept_newer']);
    }
    expect(await statusOf(one.id)).toBe(404);
  });

  it('and the source of the same site give one and the same article', async () => {
    const one = post(0, {
      html: '<p>A bank. <a href="https://other.example/?a=1">Elsewhere</a></p><!--members-only--><p>Paid.</p>',
      visibility: 'members',
      tags: ['News', '#internal'],
    });
    ghost.posts.set(one.id, one);
    await toGhost(delivery('post.published', one, ghost.url));
    const source = openGhost({ address: ghost.url, key: GHOST_KEY, fetcher });
    const first = await site.index.run([source]);
    expect(first.summary).toMatchObject({ read: 1, unchanged: 1, embedded: 0 });
    ghost.posts.set(one.id, { ...one, title: 'By the source', updated: one.updated + 3_600_000 });
    await site.index.run([source]);
    expect(await titleOf(one.id)).toBe('By the source');
    await toGhost(delivery('post.published.edited', one, ghost.url));
    expect(await titleOf(one.id)).toBe('By the source');
  });

  it('is refused with the fields that are wrong', async () => {
    const empty = await toGhost({
      event: 'post.published',
      post: { current: { title: 'No id' }, previous: {} },
    });
    expect([empty.status, empty.body.errors]).toEqual([
      400,
      [{ field: 'id', expected: 'string', received: 'nothing' }],
    ]);
    const untitled = await toGhost(delivery('post.published', post(0, { title: '' }), ghost.url));
    expect([untitled.status, untitled.body.errors?.[0]?.field]).toEqual([400, 'title']);
    const broken = await toGhost(null, { body: '{"post":' });
    expect([broken.status, broken.body.type]).toEqual([400, 'urn:seealso:entity_parse_failed']);
  });
});

describe('the signature', () => {
  const one = post();
  const content = delivery('post.published', one, 'https://paper.example');
  const body = JSON.stringify(content);
  const bare = createHmac('sha256', SECRET).update(body).digest('hex');

  it.each<[what: string, code: string, sent: Sent]>([
    ['missing', 'unsigned', { header: '' }],
    ['of another form', 'unsigned', { header: `sha256=${bare}` }],
    ['by another secret', 'wrong_signature', { secret: 'another secret altogether' }],
    ['of another body', 'wrong_signature', { header: sign(`${body} `, SECRET, Date.now()) }],
    [
      'of another time',
      'wrong_signature',
      { header: sign(body, SECRET, 1).replace(/t=1$/, `t=${Date.now()}`) },
    ],
    [
      'of the body alone, as by an old Ghost',
      'wrong_signature',
      { header: `sha256=${bare}, t=${Date.now()}` },
    ],
    ['of six minutes ago', 'stale_signature', { at: Date.now() - 360_000 }],
    ['of six minutes ahead', 'stale_signature', { at: Date.now() + 360_000 }],
  ])('%s is refused, and nothing is done', async (_, code, sent) => {
    for (const answer of [await toGhost(content, sent), await toWordPress(content, sent)]) {
      expect([answer.status, answer.body.type]).toEqual([401, `urn:seealso:${code}`]);
      expect(answer.text).not.toContain(SECRET);
    }
    expect(await statusOf(one.id)).toBe(404);
  });

  it('by whatever secret is refused where none is set, with the remedy', async () => {
    const off = await serve();
    const answers = [
      await toGhost(content, { to: off }),
      await toWordPress(content, { to: off, secret: '' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
    expect(answers[0]?.body.detail).toContain('SEEALSO_GHOST_HOOK_SECRET');
    expect(answers[1]?.body.detail).toContain('--wordpress-hook-secret');
  });

  it('is asked of a POST alone', async () => {
    const answer = await ask(`${url}/v1/hooks/ghost`);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('the plugin for WordPress', () => {
  it('puts what is published or updated, and takes down what is deleted', async () => {
    const published = await toWordPress({ event: 'publish', post: rest(7) });
    expect([published.status, published.body]).toMatchObject([200, { id: '7', outcome: 'added' }]);
    await toWordPress({ event: 'update', post: rest(7, { title: 'Bank & yen' }) });
    expect(await titleOf('7')).toBe('Bank & yen');
    const removed = await toWordPress({ event: 'delete', post: { id: 7 } });
    expect([removed.status, removed.body]).toMatchObject([200, { id: '7', outcome: 'removed' }]);
    expect(await statusOf('7')).toBe(404);
  });

  it('takes down what was given a password, and leaves alone what is a draft or nothing it knows', async () => {
    await toWordPress({ event: 'publish', post: rest(8) });
    await toWordPress({ event: 'update', post: rest(8, { password: 'x' }) });
    expect(await statusOf('8')).toBe(404);
    for (const content of [
      { event: 'update', post: rest(9, { status: 'draft' }) },
      { event: 'comment', post: rest(9) },
    ]) {
      expect((await toWordPress(content)).status).toBe(202);
    }
    const wrong = await toWordPress({ event: 'delete', post: { id: 'x' } });
    expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, 'id']);
  });

  it('that tells a late withdrawal of what was published anew undoes nothing', async () => {
    await toWordPress({ event: 'publish', post: rest(10) });
    const restarted = await serve(secrets);
    const before = {
      event: 'delete',
      post: { id: 10, status: 'draft', modified_gmt: '2025-12-31T00:00:00' },
    };
    expect((await toWordPress(before, { to: restarted })).body.outcome).toBe('kept_newer');
    expect(await statusOf('10')).toBe(200);
  });

  it('gives ids with the prefix of the source', async () => {
    const prefixed = await serve({ ...secrets, idPrefix: 'wp-' });
    const answer = await toWordPress({ event: 'publish', post: rest(11) }, { to: prefixed });
    expect(answer.body.id).toBe('wp-11');
  });
});
