import type { Source, WebFormat } from '../source.js';
import { discover } from './discover.js';
import { openAs } from './open-as.js';
import type { WebOptions } from './web-options.js';

/** Opens an address on the web; without a format it is told when it is first read. Nothing is fetched yet. */
export function openAddress(address: string, format: WebFormat | undefined, web: WebOptions): Source {
  return format === undefined ? discover(address, web) : openAs(format, address, web);
}
