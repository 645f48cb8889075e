import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportData } from './data.js';

/**
 * Writes the page as `report.html` into a folder, which it makes where it is missing, over an earlier one; gives its
 * path. Throws what the file system throws. The plots' library takes a third of a second to load: only for a report.
 */
export async function writeReport(folder: string, data: ReportData): Promise<string> {
  const { reportPage } = await import('./report-page.js');
  const path = join(folder, 'report.html');
  await mkdir(folder, { recursive: true });
  await writeFile(path, reportPage(data));
  return path;
}
