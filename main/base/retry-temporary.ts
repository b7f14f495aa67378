import { isPassing } from '../../preload/contract/temporary-errors.ts';
import { asChartdropError } from './errors.ts';
import type { Clock } from './ports.ts';
import { createWakeableSleep } from './wakeable-sleep.ts';

/** 1 s doubling to 15 s. */
const pauseMs = (failures: number): number => Math.min(1_000 * 2 ** failures, 15_000);

/**
 * Repeats work while its error is temporary, until `forMs` milliseconds after the first failure. Throws the last error.
 */
export async function retryTemporary<T>(
  work: () => Promise<T>,
  { clock, forMs, signal }: { clock: Clock; forMs: number; signal: AbortSignal },
): Promise<T> {
  let firstFailedAt: number | null = null;
  for (let failures = 0; ; failures += 1) {
    try {
      return await work();
    } catch (thrown) {
      const now = clock.monotonic();
      firstFailedAt ??= now;
      const left = firstFailedAt + forMs - now;
      if (!isPassing(asChartdropError(thrown).code) || left <= 0 || signal.aborted) throw thrown;
      await createWakeableSleep(clock, signal).for(Math.min(pauseMs(failures), left));
    }
  }
}
