import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reportPage } from '../../../src/evaluation/report/report-page.js';
import { writeReport } from '../../../src/evaluation/report/write-report.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { pairsReport, rankingReport } from './report-data.js';

it('the page is written as one file into a folder that need not exist, over an earlier one', async () => {
  const folder = join(temporaryFolder(), 'of', 'reports');
  const path = await writeReport(folder, rankingReport());
  expect(path).toBe(join(folder, 'report.html'));
  await writeReport(folder, pairsReport());
  expect(await readFile(path, 'utf8')).toBe(reportPage(pairsReport()));
  expect(await readdir(folder)).toEqual(['report.html']);
});
