import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { type ServeProcess, startServe } from '../e2e/serve-process.ts';
import { type BenchResult, resultOf } from './result.ts';
import { chooseDemo, fillServeData } from './serve-data.ts';
import { inTurns } from './turns.ts';
import { openWindowSocket, visit } from './window-socket.ts';

const jobs = 100_000;

/** Milliseconds. */
interface Start {
  /** Until the window's page arrived. */
  readonly answerMs: number;
  /** Until the first rows of the queue arrived too. */
  readonly rowsMs: number;
}

const start = (data: string, entry = 'dist/main/headless.js'): Promise<ServeProcess> =>
  startServe(data, {}, entry);

async function serve(data: string): Promise<Start> {
  const startedAt = performance.now();
  const served = await start(data);
  try {
    await visit(served.url);
    const answerMs = performance.now() - startedAt;
    const core = await openWindowSocket(served.url);
    await core.call('jobs:page', { list: 'queue', offset: 0, limit: 100 });
    core.close();
    return { answerMs, rowsMs: performance.now() - startedAt };
  } finally {
    await served.stop();
  }
}

/**
 * `chartdrop serve` from process start to first answer: the first time (`cold`: creates data, demo clinic and keys),
 * again (`warm`), and with 100,000 jobs (`full`); compared with an empty Node server.
 */
export async function benchStart(place: string): Promise<BenchResult> {
  const used = join(place, 'used');
  await chooseDemo(used);
  await serve(used);
  const full = join(place, 'full');
  await fillServeData(full, jobs);
  const sides = await inTurns(
    { turns: 5, warmUps: 1 },
    {
      async bare() {
        const startedAt = performance.now();
        const served = await start('', 'test/bench/bare-server.ts');
        await visit(served.url);
        const answerMs = performance.now() - startedAt;
        await served.stop();
        return answerMs;
      },
      async cold() {
        const fresh = await mkdtemp(join(place, 'cold-'));
        await chooseDemo(fresh);
        return serve(fresh);
      },
      warm: () => serve(used),
      full: () => serve(full),
    },
  );
  const answers = (starts: readonly Start[]): number[] => starts.map(({ answerMs }) => answerMs);
  return resultOf({
    jobs,
    coldMs: answers(sides.cold),
    warmMs: answers(sides.warm),
    fullMs: answers(sides.full),
    fullRowsMs: sides.full.map(({ rowsMs }) => rowsMs),
    bareNodeMs: sides.bare,
  });
}
