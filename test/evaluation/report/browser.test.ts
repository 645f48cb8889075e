import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { writeReport } from '../../../src/evaluation/report/write-report.js';
import { browser } from '../../support/browser.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { pairsReport, rankingReport, worstQuery } from './report-data.js';

const open = browser();
const folder = temporaryFolder();
const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3);
const pages = {
  ranking: await writeReport(
    join(folder, 'ranking'),
    rankingReport({ worst: [worstQuery({ title: LONG, id: LONG }), worstQuery()] }),
  ),
  pairs: await writeReport(join(folder, 'pairs'), pairsReport()),
};

it.for(Object.entries(pages))(
  'a report of %s fits a phone in light and in dark, and a browser finds nothing wrong with it',
  async ([, path], context) => {
    const page = await open(context).newPage();
    const problems: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    await page.setViewportSize({ width: 390, height: 844 });
    const papers = new Set<unknown>();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(pathToFileURL(path).href);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      papers.add(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
      // A plot follows the scheme: its labels have the colour of the text.
      papers.add(await page.evaluate('getComputedStyle(document.querySelector("svg text")).fill'));
    }
    expect(papers.size).toBe(4);
    expect(problems).toEqual([]);
    expect(asked.filter((url) => !url.startsWith('file:') && url !== 'data:,')).toEqual([]);
    await page.close();
  },
);
