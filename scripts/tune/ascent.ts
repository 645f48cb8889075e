import { GRID, PARAMETER_NAMES, type Parameters } from './parameters.js';

/** What has to be gained for a value to be taken: less is noise of the last places. */
const LEAST_GAIN = 1e-5;
const MOST_ROUNDS = 6;

/** Coordinate ascent: each parameter in turn to its best value of the grid, until a whole round changes nothing. */
export function ascend(start: Parameters, worth: (parameters: Parameters) => number): Parameters {
  let best = start;
  let most = worth(start);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = best;
    for (const name of PARAMETER_NAMES) {
      for (const value of GRID[name]) {
        const tried = { ...best, [name]: value };
        const found = value === best[name] ? most : worth(tried);
        if (found > most + LEAST_GAIN) [best, most] = [tried, found];
      }
    }
    if (best === before) break;
  }
  return best;
}
