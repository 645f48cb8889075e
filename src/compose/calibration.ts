import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import { type Calibration, createCalibration } from '../engine/calibrate.js';
import { followGenerations } from '../engine/served.js';
import { missing } from './folder.js';
import { type EngineRequest, servedParts } from './serving.js';

/** Opens an index for choosing what may pass its cut-off. Throws `IndexMissingError`. */
export async function openCalibration(
  request: Pick<EngineRequest, 'indexDir' | 'model' | 'log'>,
): Promise<Calibration> {
  const { indexDir } = request;
  if (!existsSync(join(indexDir, 'catalog.sqlite'))) throw missing(indexDir);
  const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
  try {
    const parts = servedParts(catalog, request, new AbortController().signal);
    const served = await followGenerations(parts, { watch: false });
    const live = served.live();
    if (live === null) throw missing(indexDir);
    const close = async () => {
      await served.close();
      catalog.close();
    };
    return createCalibration({ catalog, index: live, clock: Date.now, close });
  } catch (error) {
    catalog.close();
    throw error;
  }
}
