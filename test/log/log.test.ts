import { describe, expect, it } from 'vitest';
import { errorsAsText, type LogFormat, type LogLevel, sayTo } from '../../src/log/log.js';
import { openLog } from '../../src/log/open-log.js';

const AT = Date.parse('2026-05-01T12:00:00Z');
/** As `seealso keys add` makes them. */
const ISSUED = `seealso_${'aB3-'.repeat(10)}xyz`;
const CONFIGURED = 'correct "horse" & battery';

function logging(format: LogFormat, level: LogLevel = 'info') {
  const printed: string[] = [];
  const secrets = [CONFIGURED, undefined, 'x'];
  const log = openLog({ format, level, secrets, print: (lines) => printed.push(lines), clock: () => AT });
  return { log, printed, text: () => printed.join('') };
}

describe('a log in JSON', () => {
  it('has an object on each line, with time, level, message and fields', () => {
    const { log, printed } = logging('json');
    log.write('info', 'PUT /v1/articles/:id 201', { requestId: 'r-1', status: 201, by: undefined });
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(/\}\n$/);
    expect(JSON.parse(printed[0] ?? '')).toEqual({
      level: 'info',
      time: '2026-05-01T12:00:00.000Z',
      msg: 'PUT /v1/articles/:id 201',
      requestId: 'r-1',
      status: 201,
    });
  });

  it('tells an error with its stack, its code and its causes, and nothing that hangs on it', () => {
    const { log, printed } = logging('json');
    const full = Object.assign(new Error('no space left'), {
      code: 'ENOSPC',
      headers: { cookie: 'abc=def' },
    });
    log.write('error', 'PUT /v1/articles/a', {}, new TypeError('cannot write', { cause: full }));
    const { error } = JSON.parse(printed[0] ?? '') as { error: Record<string, unknown> };
    expect(error).toMatchObject({
      type: 'TypeError',
      message: 'cannot write',
      cause: { message: 'no space left', code: 'ENOSPC' },
    });
    expect(error.stack).toMatch(/log\.test\.ts/);
    expect(printed[0]).not.toContain('abc=def');
  });
});

describe('a log as text', () => {
  it('has a line for a person', () => {
    const { log, text } = logging('text');
    log.write('warn', 'PUT /v1/articles/:id 401', { path: '/v1/articles/a b', status: 401 });
    expect(text()).toBe(
      '2026-05-01T12:00:00.000Z WARN  PUT /v1/articles/:id 401 path="/v1/articles/a b" status=401\n',
    );
  });

  it.each(['\n2026-05-01T12:00:00.000Z ERROR made up', '\u001b[2J', '\u2028x', '\u202ex'])(
    'lets nothing look like another line or move the cursor: %j',
    (odd) => {
      const { log, text } = logging('text');
      log.write('info', `it${odd}`, { path: odd }, new Error(odd));
      const lines = text().split('\n').slice(0, -1);
      expect(lines.filter((line) => /^\S+Z (INFO|ERROR)/.test(line))).toHaveLength(1);
      expect(text()).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}]/u);
    },
  );
});

describe('a log', () => {
  it.each<[LogLevel, number]>([
    ['debug', 4],
    ['info', 3],
    ['warn', 2],
    ['error', 1],
  ])('of the level %s has the lines of that level and of those after it', (level, count) => {
    for (const format of ['json', 'text'] as const) {
      const { log, printed } = logging(format, level);
      for (const one of ['debug', 'info', 'warn', 'error'] as const) log.write(one, one);
      expect(printed).toHaveLength(count);
      expect(['debug', 'info', 'warn', 'error'].filter((one) => log.writes(one as LogLevel))).toHaveLength(
        count,
      );
    }
  });

  const cookie = 'Zm9vYmFy'.repeat(5);
  it.each([
    [CONFIGURED, `key ${CONFIGURED} is wrong`],
    [encodeURIComponent(CONFIGURED), `GET /?k=${encodeURIComponent(CONFIGURED)}`],
    [ISSUED, `somebody wrote ${ISSUED} into the path`],
    ['abcdef123', 'Authorization: Bearer abcdef123'],
    ['abcdef123', '{"authorization":"Bearer abcdef123"}'],
    ['dXNlcjpwYXNz', "{ authorization: 'Basic dXNlcjpwYXNz' }"],
    ['abcdef123', 'https://ghost.example/content/posts/?key=abcdef123&limit=all'],
    ['abcdef123', '/v1/status?limit=4&api_key=abcdef123'],
    ['hunter22', 'https://user:hunter22@example.org/feed.xml could not be read'],
    [cookie, `cookie: theme=dark; seealso_desk=${cookie}`],
    [cookie, `seealso_desk=${cookie}; HttpOnly`],
    ['0f1e2d3c4b5a69788796a5b4c3d2e1f0', 'x-ghost-signature: sha256=0f1e2d3c4b5a69788796a5b4c3d2e1f0, t=1'],
    ['abcdef123', '{"key":"abcdef123"}'],
    ['abcdef123', '{"password": "abcdef123"}'],
  ])('never holds %s, as in %s', (secret, text) => {
    for (const format of ['json', 'text'] as const) {
      const said = logging(format, 'debug');
      const error = new Error(text, { cause: new Error(text) });
      said.log.write('error', text, { path: text, key: secret, cookie: secret }, error);
      said.log.write('debug', 'thrown', {}, text);
      const printed = said.text();
      expect(printed).not.toContain(secret);
      expect(printed).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(printed).toContain('[masked]');
    }
  });

  it('leaves alone what is no secret', () => {
    const { log, printed } = logging('json');
    const said = 'keys add needs a key: https://example.org/@me?page=2 in seealso_http_requests_open (x)';
    log.write('info', said, { route: '/v1/articles/:id', tokens: 12 });
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ msg: said, route: '/v1/articles/:id', tokens: 12 });
  });

  it('cuts what is too long, and no secret in halves', () => {
    const { log, text } = logging('json');
    log.write('info', `${'a'.repeat(1_990)}${CONFIGURED}`);
    expect(text()).not.toContain('correct');
    log.write('info', 'a'.repeat(100_000), { path: 'b'.repeat(100_000) }, new Error('c'.repeat(100_000)));
    expect(text().length).toBeLessThan(30_000);
  });
});

it('whoever takes messages alone is told of errors with their stacks, and of nothing else', () => {
  const said: string[] = [];
  const log = errorsAsText((message) => said.push(message), [CONFIGURED]);
  log.write('info', 'an everyday thing');
  log.write('warn', 'PUT /v1/articles/:id 401');
  log.write('error', 'GET /', {}, new TypeError(`no ${CONFIGURED}`));
  expect(said).toEqual([expect.stringMatching(/^GET \/: TypeError: no \[masked\]\n +at /)]);
});

it('a message alone counts as a warning, where its level is not said', () => {
  const { log, printed } = logging('json');
  const say = sayTo(log);
  say('The rebuild failed.');
  say('Serving generation g.', 'info');
  expect(printed.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(['warn', 'info']);
});
