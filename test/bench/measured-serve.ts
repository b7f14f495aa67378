import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the program's event loop was, in milliseconds. */
export interface LoopDelay {
  readonly p999Ms: number;
  readonly maxMs: number;
}

/** The built program with a report about its event loop: `BENCH_LOOP_REPORT` names the file, written when it ends. */
const report = process.env['BENCH_LOOP_REPORT'];
/** Milliseconds after which the start is over: it does not count. */
const startMs = Number(process.env['BENCH_LOOP_AFTER']);

const histogram = monitorEventLoopDelay({ resolution: 1 });
histogram.enable();
setTimeout(() => histogram.reset(), startMs).unref();
process.once('exit', () => {
  const found: LoopDelay = { p999Ms: histogram.percentile(99.9) / 1e6, maxMs: histogram.max / 1e6 };
  if (report !== undefined) writeFileSync(report, JSON.stringify(found));
});

await import(new URL('../../dist/main/headless.js', import.meta.url).href);
