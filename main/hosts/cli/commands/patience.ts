import type { JobId } from '../../../../preload/contract/ids.ts';
import { type JobState, jobStates } from '../../../../preload/contract/job.ts';
import type { Clock, Stop } from '../../../base/ports.ts';
import type { App } from '../../../core/app.ts';

/** How far a file is: a job that starts a step over has not come further. One in the inbox has come to its end here. */
const stepOf = (state: JobState): number => (state === 'inbox' ? jobStates.length : jobStates.indexOf(state));

/** How long a command waits for its files. */
export interface Patience {
  /** Aborts once no file has come further for the given time, or with the signal of the command. */
  readonly signal: AbortSignal;
  stop(): void;
}

/** Milliseconds that a working step may take, whatever the given time. */
const leastMs = 10_000;

/** Watches whether the files of this process come further: a later step, or more bytes sent than ever before. */
export function createPatience(
  app: Pick<App, 'listen'>,
  { clock, waitMs, signal }: { clock: Clock; waitMs: number; signal: AbortSignal },
): Patience {
  const over = new AbortController();
  const furthest = new Map<JobId, { step: number; sent: number }>();
  let stopTimer: Stop = () => undefined;
  const wait = (): void => {
    stopTimer();
    stopTimer = clock.after(Math.max(waitMs, leastMs), () => over.abort());
  };
  const reached = (id: JobId, { step, sent }: { step: number; sent: number }): void => {
    const before = furthest.get(id) ?? { step: -1, sent: -1 };
    if (step <= before.step && sent <= before.sent) return;
    furthest.set(id, { step: Math.max(step, before.step), sent: Math.max(sent, before.sent) });
    wait();
  };
  const unlisten = app.listen({
    onJobChanged: ({ id, state }) => reached(id, { step: stepOf(state), sent: -1 }),
    onProgress: (id, sent) => reached(id, { step: -1, sent }),
  });
  wait();
  return {
    signal: AbortSignal.any([over.signal, signal]),
    stop() {
      stopTimer();
      unlisten();
    },
  };
}
