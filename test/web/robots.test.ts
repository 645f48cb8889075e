import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/errors.js';
import type { Answer } from '../../src/web/exchange.js';
import { RefusedAddressError } from '../../src/web/guard.js';
import { createRobots, productOf } from '../../src/web/robots.js';
import { patience } from './patience.js';

/** Robots of sites that all say the same; each answer is used once, the last is repeated. */
function robotsOf(...answers: readonly (Answer | Error)[]) {
  const time = patience();
  const asked: string[] = [];
  const robots = createRobots({
    userAgent: 'seealso/1.0 (+https://a.example)',
    clock: time.clock,
    async ask(url) {
      asked.push(url.href);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer === undefined || answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { time, asked, check: (url: string) => robots.check(new URL(url)) };
}

function answer(status: number, body = ''): Answer {
  return { status, headers: new Map(), body: Buffer.from(body) };
}

const rules = (...lines: readonly string[]) => answer(200, lines.join('\n'));

describe('robots.txt', () => {
  it('forbids, and the refusal names the line, the agent and the remedy', async () => {
    const { check } = robotsOf(rules('User-agent: *', 'Disallow: /private/'));
    await expect(check('https://a.example/private/1')).rejects.toThrow(
      'https://a.example/private/1 may not be read by seealso: https://a.example/robots.txt says so in line 2. Expected to be allowed. Have the site allow the agent seealso there, or, if it is your own site, read it with --ignore-robots (in the file of watch: ignoreRobots: true).',
    );
    await expect(check('https://a.example/private/1')).rejects.toBeInstanceOf(SourceError);
    expect(await check('https://a.example/public')).toBe(0);
  });

  it('is read as meant for us where it names us, and the longest rule wins', async () => {
    const { check } = robotsOf(
      rules('User-agent: *', 'Disallow: /', '', 'User-agent: SeeAlso', 'Disallow: /a', 'Allow: /a/b'),
    );
    expect(await check('https://a.example/')).toBe(0);
    expect(await check('https://a.example/a/b')).toBe(0);
    await expect(check('https://a.example/a/c')).rejects.toThrow('line 5');
  });

  it('is asked for once per origin and day', async () => {
    const { check, asked, time } = robotsOf(rules(''));
    await Promise.all([check('https://a.example/1'), check('https://a.example/2')]);
    await check('http://a.example/1');
    expect(asked).toEqual(['https://a.example/robots.txt', 'http://a.example/robots.txt']);
    time.now += 24 * 60 * 60_000;
    await check('https://a.example/3');
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['2', 2_000],
    ['0.5', 500],
    ['3600', 30_000],
    ['-1', 0],
    ['soon', 0],
  ])('asks for a pause of %s seconds and gets %d ms', async (text, wait) => {
    const { check } = robotsOf(rules('User-agent: *', `Crawl-delay: ${text}`));
    expect(await check('https://a.example/')).toBe(wait);
  });

  it.each([401, 403, 404, 410])('allows everything where it is answered with %d', async (status) => {
    expect(await robotsOf(answer(status)).check('https://a.example/')).toBe(0);
  });

  it.each([
    ['status 500', answer(500)],
    ['no answer', new SourceError('https://a.example/robots.txt could not be read.')],
  ])('allows nothing for five minutes after %s', async (_name, failure) => {
    const { check, asked, time } = robotsOf(failure, rules(''));
    await expect(check('https://a.example/1')).rejects.toThrow(
      /it is not known whether https:\/\/a\.example\/robots\.txt allows it.*(status 500|could not be read).*with --ignore-robots/,
    );
    await expect(check('https://a.example/2')).rejects.toThrow(SourceError);
    expect(asked).toHaveLength(1);
    time.now += 5 * 60_000;
    expect(await check('https://a.example/2')).toBe(0);
  });

  it('passes on that its address is refused, or that all is stopped, and remembers neither', async () => {
    const refusal = new RefusedAddressError('private');
    const stop = new Error('stopped');
    const { check } = robotsOf(refusal, stop, rules(''));
    await expect(check('https://a.example/')).rejects.toBe(refusal);
    await expect(check('https://a.example/')).rejects.toBe(stop);
    expect(await check('https://a.example/')).toBe(0);
  });

  it.each([
    ['seealso/1.0 (+https://a.example)', 'seealso'],
    ['Mozilla/5.0 (compatible; NewsBot/2.1; +https://a.example)', 'NewsBot'],
    ['see_also-bot', 'see_also-bot'],
    ['', '*'],
  ])('knows the agent %j as %s', (userAgent, product) => {
    expect(productOf(userAgent)).toBe(product);
  });
});
