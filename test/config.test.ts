import { describe, expect, it } from 'vitest';
import { columnMapping, defaultOf, readConfig, SETTINGS, type SettingName } from '../src/config.js';
import { UsageError } from '../src/errors.js';

function refusal(name: SettingName, flag: unknown, environment: Record<string, string> = {}): string {
  try {
    readConfig([name], flag === undefined ? {} : { [name]: flag }, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).message;
  }
  throw new Error(`${name} accepted ${String(flag)}`);
}

describe('a setting', () => {
  it('comes from its flag before the environment, and from that before its default', () => {
    const names = ['indexDir', 'port'] as const;
    const environment = { SEEALSO_INDEX_DIR: 'from-environment', PORT: '8080' };
    expect(readConfig(names, {}, {})).toEqual({ indexDir: 'data/index', port: 3000 });
    expect(readConfig(names, {}, environment)).toEqual({ indexDir: 'from-environment', port: 8080 });
    expect(readConfig(names, { indexDir: 'from-flag', port: '9090' }, environment)).toEqual({
      indexDir: 'from-flag',
      port: 9090,
    });
  });

  it('counts as unset where its environment variable is empty', () => {
    const environment = { SEEALSO_INDEX_DIR: '', PORT: '', SEEALSO_API_KEY: '', SEEALSO_MODEL: '' };
    expect(readConfig(['indexDir', 'port', 'apiKey', 'model'], {}, environment)).toEqual({
      indexDir: 'data/index',
      port: 3000,
      apiKey: undefined,
      model: undefined,
    });
  });

  it('reads the variables that the help names, and no other', () => {
    const environment = {
      SEEALSO_INDEX_DIR: 'i',
      SEEALSO_MODEL: 'm',
      PORT: '1',
      SEEALSO_API_KEY: 'k'.repeat(16),
      HOST: 'elsewhere',
      SEEALSO_LIMIT: '9',
    };
    const names = ['indexDir', 'model', 'port', 'apiKey', 'host', 'limit'] as const;
    expect(readConfig(names, {}, environment)).toEqual({
      indexDir: 'i',
      model: 'm',
      port: 1,
      apiKey: 'k'.repeat(16),
      host: '127.0.0.1',
      limit: 4,
    });
  });

  it('gives only what was asked for, and nothing that can be changed afterwards', () => {
    const config = readConfig(['json'], { json: true, port: 'nonsense' }, { PORT: 'nonsense' });
    expect(config).toEqual({ json: true });
    expect(Object.isFrozen(config)).toBe(true);
  });
});

describe('a wrong setting', () => {
  it('is told by its flag where the flag is wrong', () => {
    expect(refusal('port', 'abc', { PORT: '80' })).toBe(
      'The option --port <number> is wrong: expected a whole number from 0 to 65535, received "abc". See --help.',
    );
  });

  it('is told by its variable where the environment is wrong', () => {
    expect(refusal('port', undefined, { PORT: 'abc' })).toBe(
      'The environment variable PORT is wrong: expected a whole number from 0 to 65535, received "abc". See --help.',
    );
  });

  it.each([
    ['pooling', 'max', 'one of mean, cls, none'],
    ['format', 'xml', 'one of jsonl, json, csv, markdown, feed, sitemap, page, wordpress, ghost'],
    ['bodyFormat', 'rtf', 'one of auto, text, html, markdown'],
  ] as const)('lists the choices of %s', (name, given, choices) => {
    expect(refusal(name, given)).toContain(`expected ${choices}, received "${given}"`);
  });

  it.each(['-1', '65536', '1.5', '0x50', '1e3', ' 80', '', '99999999999999999999'])(
    'is a port of %j',
    (given) => {
      expect(refusal('port', given)).toContain(`The option --port <number> is wrong: expected `);
    },
  );

  it.each(['0', '51', '-1', '1.5', 'abc', ''])('is a limit of %j', (given) => {
    expect(refusal('limit', given)).toContain('The option --limit <number> is wrong: expected ');
  });

  it('is a key that can be guessed, which is not shown', () => {
    for (const name of ['apiKey', 'ghostHookSecret', 'wordpressHookSecret'] as const) {
      const said = refusal(name, 'correct horse');
      expect(said).toContain('expected at least 16 characters');
      expect(said).toContain('received 13 characters');
      expect(said).not.toContain('horse');
    }
  });

  it.each(['', 'everybody', '10.0.0.0/33', '::1/129', 'none,loopback', '192.0.2.1;192.0.2.2'])(
    'is proxies of %j',
    (given) => {
      expect(refusal('trustProxy', given)).toContain('expected loopback, private, none, or addresses');
    },
  );

  it('is an empty text given by a flag', () => {
    for (const name of ['indexDir', 'model', 'host', 'front', 'to', 'sourceName'] as const) {
      expect(refusal(name, '')).toContain('received ""');
    }
  });

  it('is a column that is no pair, and the pair is shown', () => {
    expect(refusal('column', ['title=headline', 'body'])).toBe(
      'The option --column <field=column> is wrong: expected field=column, such as title=headline, received "body". See --help.',
    );
  });

  it('is a delimiter of two characters', () => {
    expect(refusal('delimiter', '||')).toContain('--delimiter');
  });

  it.each(['!!', 'english language', ''])('is a language of %j', (given) => {
    expect(refusal('language', given)).toContain('The option --language <tag> is wrong');
  });
});

describe('the edges of what is allowed', () => {
  it('are ports 0 and 65535, and limits 1 and 50', () => {
    expect(readConfig(['port'], { port: '0' }, {}).port).toBe(0);
    expect(readConfig(['port'], {}, { PORT: '65535' }).port).toBe(65_535);
    expect(readConfig(['limit'], { limit: '1' }, {}).limit).toBe(1);
    expect(readConfig(['limit'], { limit: '50' }, {}).limit).toBe(50);
  });

  it('include an empty prefix, which is not the same as none', () => {
    expect(readConfig(['queryPrefix'], { queryPrefix: '' }, {}).queryPrefix).toBe('');
    expect(readConfig(['queryPrefix'], {}, {}).queryPrefix).toBeUndefined();
  });

  it('include tags of a language in either spelling, and any', () => {
    expect(readConfig(['language'], { language: 'pt_BR' }, {}).language).toBe('pt-BR');
    expect(readConfig(['language'], { language: 'any' }, {}).language).toBe('any');
    expect(readConfig(['language'], {}, {}).language).toBeUndefined();
  });
});

describe('the default shown in the help', () => {
  it('is the one that applies', () => {
    for (const name of Object.keys(SETTINGS) as SettingName[]) {
      const applied: unknown = readConfig([name], {}, {})[name];
      const shown = defaultOf(name);
      if (shown !== null) expect(String(applied)).toBe(shown);
      else expect([undefined, false, JSON.stringify([])]).toContain(Array.isArray(applied) ? '[]' : applied);
    }
  });
});

describe('the column mapping', () => {
  it('goes from field to column, which may hold equals signs itself', () => {
    expect(columnMapping(['title=headline', 'body=a=b'])).toEqual({ title: 'headline', body: 'a=b' });
  });
});
