import { startServer } from '../sizing/server.js';
import type { Found, SectionContext, SectionRun } from './context.js';
import { measureFirstTime } from './first-time.js';
import { startLoadGenerator } from './load.js';
import { measureRepeated } from './repeated.js';

export const serving: SectionRun = {
  title: 'Serving',
  summary: 'lists over HTTP: repeated, for the first time, filtered',
  run: measureServing,
};

async function measureServing(context: SectionContext): Promise<Found> {
  const server = await startServer(context.archive.indexDir, [], context.signal);
  const generator = startLoadGenerator(context.signal);
  try {
    const first = await measureFirstTime(server, generator, context);
    const repeated = await measureRepeated(server, generator, context);
    return {
      measurements: [...repeated.measurements, ...first.measurements],
      goals: [...repeated.goals, ...first.goals],
      curves: repeated.curves,
      notes: [...repeated.notes, ...first.notes],
    };
  } finally {
    generator.close();
    await server.stop();
  }
}
