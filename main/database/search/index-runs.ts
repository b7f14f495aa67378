import type { Clock, Log } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import type { WordIndex } from './word-index.ts';

/** Between two steps, jobs and windows go first. */
const pauseMs = 50;
/** New entries wait this long; a search reads them meanwhile. Shorter waits wake an idle PC for nothing. */
const gatherMs = 30_000;
const afterErrorMs = 60_000;

/** Keeps the index up to date with the history while the program runs. */
export function createIndexRuns(deps: { index: Pick<WordIndex, 'addNext'>; clock: Clock; log: Log }): {
  start(): void;
  stop(): Promise<void>;
} {
  const steps = createRetryingTask({
    clock: deps.clock,
    work: () => (deps.index.addNext() ? pauseMs : gatherMs),
    backoffMs: () => afterErrorMs,
    onError: ({ code }) => deps.log.warn('history-not-indexed', { code }),
  });
  return { start: () => steps.nudge(pauseMs), stop: () => steps.stop() };
}
