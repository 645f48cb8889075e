import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DownloadOptions, downloadModel } from '../../src/embedding/download.js';
import { readModelFolder } from '../../src/embedding/model-folder.js';
import { RefusedAddressError } from '../../src/web/guard.js';
import { createGuardedFetch } from '../../src/web/guarded-fetch.js';
import { inThisProcess } from '../support/call.js';
import { writeTinyBert } from '../support/onnx/tiny-bert.js';
import { LocalHub } from './local-hub.js';
import { scratchFolder } from './scratch.js';

const run = promisify(execFile);
const guarded = createGuardedFetch(['127.0.0.1']);
afterAll(() => guarded.close());

let hub: LocalHub;
let source: string;
let out: string;
let pauses: number[];

beforeEach(async () => {
  hub = new LocalHub();
  source = await scratchFolder();
  out = await scratchFolder();
  pauses = [];
  await writeTinyBert(source, { pooling: 'cls' });
  await writeTinyBert(source, { pooling: 'cls', file: 'model_quantized.onnx', seed: 2 });
  await hub.open(source);
});
afterEach(() => hub.close());

const download = (options: Partial<DownloadOptions> = {}) =>
  downloadModel({
    hub: hub.url,
    ask: guarded.fetch,
    name: 'tiny/model',
    revision: 'main',
    out,
    async pause(milliseconds) {
      pauses.push(milliseconds);
    },
    ...options,
  });

/** Everything below the folder that models are made in. */
const made = async () => (await readdir(out, { recursive: true })).filter((path) => path !== 'tiny');

const refused = (message: string) => ({ name: 'ModelError', message: expect.stringContaining(message) });

describe('a download', () => {
  it('is a model folder that can be used, the quantised model where there is one', async () => {
    const { folder, files, bytes } = await download();
    expect(folder).toBe(join(out, 'tiny/model'));
    expect(files).toEqual([
      'config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      '1_Pooling/config.json',
      'onnx/model_quantized.onnx',
    ]);
    let total = 0;
    for (const file of files) {
      const content = await readFile(join(folder, file));
      expect(content.equals(await readFile(join(source, file)))).toBe(true);
      total += content.length;
    }
    expect(bytes).toBe(total);
    expect(await readModelFolder(folder)).toMatchObject({ pooling: 'cls', name: 'model' });
  });

  it('takes the model as it was trained where that is asked', async () => {
    expect((await download({ dtype: 'fp32' })).files).toContain('onnx/model.onnx');
  });

  it('reports its progress by file', async () => {
    const seen: string[] = [];
    await download({
      onProgress: ({ file, received, size }) => {
        if (received === size) seen.push(file);
      },
    });
    expect(seen).toHaveLength(5);
    expect(seen.at(-1)).toBe('onnx/model_quantized.onnx');
  });

  it('leaves nothing beside the model', async () => {
    await download();
    expect(await readdir(join(out, 'tiny'))).toEqual(['model']);
    expect((await made()).filter((path) => path.endsWith('.part'))).toEqual([]);
  });

  it('does not touch a folder that is there already', async () => {
    await mkdir(join(out, 'tiny/model'), { recursive: true });
    await expect(download()).rejects.toMatchObject(refused('is there already'));
    expect(hub.requests).toEqual([]);
  });
});

describe('a token', () => {
  it('goes to the hub, and not to the storage it redirects to', async () => {
    const storage = new LocalHub();
    await storage.open(source);
    hub.faults.set('resolve/main/onnx/model_quantized.onnx', [
      (_, response) => {
        response.writeHead(302, { location: `${storage.url}/storage/onnx/model_quantized.onnx` }).end();
      },
    ]);
    await download({ token: 'secret' });
    expect(hub.authorization.get('/tiny/model/resolve/main/config.json')).toBe('Bearer secret');
    expect(storage.authorization.get('/storage/onnx/model_quantized.onnx')).toBeUndefined();
    expect(storage.requests).toHaveLength(1);
    storage.close();
  });
});

describe('what may pass', () => {
  it('is tried again: a 500, then a 429 that says how long to wait', async () => {
    hub.faults.set('/tokenizer.json', [
      (_, response) => response.writeHead(500).end(),
      (_, response) => response.writeHead(429, { 'retry-after': '7' }).end(),
    ]);
    await download();
    expect(pauses).toEqual([1000, 7000]);
  });

  it('is tried again: an answer that ends too early', async () => {
    hub.faults.set('/storage/onnx/model_quantized.onnx', [
      (_, response) => response.writeHead(200).end('only the beginning'),
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('x', () => response.destroy());
      },
    ]);
    const { folder } = await download();
    expect(pauses).toEqual([1000, 2000]);
    await readModelFolder(folder);
  });

  it('is given up after five attempts, and nothing is kept', async () => {
    hub.faults.set(
      '/tokenizer.json',
      Array.from({ length: 5 }, () => (_, response) => response.writeHead(503).end()),
    );
    await expect(download()).rejects.toMatchObject(refused('it answered 503 (tried 5 times)'));
    expect(pauses).toEqual([1000, 2000, 4000, 8000]);
    expect(await made()).toEqual([]);
  });
});

describe('what is refused', () => {
  it('is a file that is not what the hub says it is', async () => {
    const size = (await readFile(join(source, 'onnx/model_quantized.onnx'))).length;
    hub.faults.set('/storage/onnx/model_quantized.onnx', [(_, response) => response.end(Buffer.alloc(size))]);
    await expect(download()).rejects.toMatchObject(refused('expected SHA-256'));
    expect(pauses).toEqual([]);
    expect(await made()).toEqual([]);
  });

  it('is a model that does not exist', async () => {
    await expect(download({ name: 'tiny/other' })).rejects.toMatchObject(refused('no such model'));
    await expect(download({ revision: 'v9' })).rejects.toMatchObject(refused('(revision v9)'));
  });

  it('is a model that is gated, with the remedy', async () => {
    hub.faults.set('/revision/main', [(_, response) => response.writeHead(401).end()]);
    await expect(download()).rejects.toMatchObject(refused('set HF_TOKEN'));
  });

  it.each(['../../evil', '/etc/passwd', 'onnx/../../evil', 'a\\..\\b', 'C:evil'])(
    'is a hub that lists %s',
    async (path) => {
      hub.alsoListed.push(path);
      await expect(download()).rejects.toMatchObject(refused('would leave the model'));
      expect(hub.requests).toHaveLength(1);
    },
  );

  it.each(['', 'a/b/c', '../model', 'tiny/..', '/tiny', 'tiny/model?x'])('is %j as a name', async (name) => {
    await expect(download({ name })).rejects.toMatchObject(refused('not the name of a model'));
    expect(hub.requests).toEqual([]);
  });

  it('is a model without ONNX files of the kind that is asked', async () => {
    hub.faults.set('/revision/main', [
      (_, response) => response.end(JSON.stringify({ siblings: [{ rfilename: 'model.safetensors' }] })),
    ]);
    await expect(download()).rejects.toMatchObject(refused('its ONNX files are: none'));
  });

  it('is an address that is no hub', async () => {
    hub.faults.set('/revision/main', [(_, response) => response.end('<html>')]);
    await expect(download()).rejects.toMatchObject(refused('Check --hub'));
    hub.close();
    await expect(download()).rejects.toMatchObject(refused('Cannot download'));
    expect(pauses).toEqual([]);
  });
});

describe('a hub that leads to a private address', () => {
  const led = (location: string) =>
    hub.faults.set('/config.json', [(_request, response) => response.writeHead(302, { location }).end()]);

  it.each(['http://169.254.169.254/latest/meta-data/', 'https://10.0.0.5/', 'http://[::1]/'])(
    'is not followed to %s, at once and without anything kept',
    async (location) => {
      led(location);
      await expect(download()).rejects.toBeInstanceOf(RefusedAddressError);
      expect([pauses, await made()]).toEqual([[], []]);
    },
  );

  it('is not followed to a name that means one', async () => {
    led('http://files.example/');
    const named = createGuardedFetch(['127.0.0.1'], async () => [{ address: '192.168.0.1', family: 4 }]);
    await expect(download({ ask: named.fetch })).rejects.toThrow('files.example leads to 192.168.0.1');
    await named.close();
  });

  it('is not asked itself, unless whoever names it means it', async () => {
    const strict = createGuardedFetch(false);
    await expect(download({ ask: strict.fetch })).rejects.toThrow('127.0.0.1 is this machine itself');
    expect(hub.requests).toEqual([]);
    await strict.close();
  });
});

describe('a stop', () => {
  it('in the middle of a file keeps nothing', async () => {
    const stop = new AbortController();
    const stopped = download({
      signal: stop.signal,
      onProgress: ({ file }) => {
        if (file.endsWith('.onnx')) stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'stopped' });
    expect(await made()).toEqual([]);
  });
});

describe('npm run model:download', () => {
  const script = (args: readonly string[], env: Record<string, string> = {}) =>
    run(process.execPath, ['--import', 'tsx', 'scripts/download-model.ts', ...args], {
      env: { ...process.env, ...env },
      timeout: 20_000,
    });

  let calls = 0;
  /** In this process: evaluated anew under each address. */
  const here = (args: readonly string[]) => {
    calls += 1;
    const address = `../../scripts/download-model.ts?call=${calls}`;
    return inThisProcess(() => import(/* @vite-ignore */ address), args);
  };

  it('downloads from HF_ENDPOINT and says how to use the model', async () => {
    const { stdout, stderr } = await script(['tiny/model', '--out', out], {
      HF_ENDPOINT: hub.url,
      HF_TOKEN: 'secret',
    });
    expect(stdout).toContain('npx seealso index <articles> --model ');
    expect(stderr).toContain('onnx/model_quantized.onnx (0.0 MB)');
    expect(hub.authorization.get('/api/models/tiny/model/revision/main')).toBe('Bearer secret');
    await readModelFolder(join(out, 'tiny/model'));
  });

  it('exits with 1 where it fails and 2 where it is called wrongly', async () => {
    expect(await here(['tiny/other', '--out', out, '--hub', hub.url])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no such model'),
    });
    expect(await here(['--dtype', 'q2', 'tiny/model'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected q8 or fp32, received q2'),
    });
  });
});
