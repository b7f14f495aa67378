import { asChartdropError, type ChartdropError } from '../base/errors.ts';
import type { Clock, Log } from '../base/ports.ts';
import { createRetryingTask } from '../base/retrying-task.ts';
import type { AuditDraft } from '../database/audit/audit-log.ts';
import type { History } from './history.ts';

/** Milliseconds until entries that could not be written are tried again. */
const againAfterMs = 5_000;

/** History entries without a caller: a missing folder, an expired time. */
export interface Notes {
  /**
   * Writes an entry; never throws. While the disk is full, entries are kept in memory in their order and with their times,
   * so that neither the event nor the program depends on the disk (case 13).
   */
  add(draft: AuditDraft): void;
  /** Tries once more. Entries that still cannot be written are lost, and the log says how many. */
  stop(): Promise<void>;
}

export function createNotes(deps: { history: Pick<History, 'record'>; clock: Clock; log: Log }): Notes {
  const { history, clock, log } = deps;
  const waiting: AuditDraft[] = [];

  const write = (): void => {
    for (let [first] = waiting; first !== undefined; [first] = waiting) {
      history.record(first);
      waiting.shift();
    }
  };
  const notWritten = ({ code }: ChartdropError): void =>
    log.warn('history-not-written', { code, count: waiting.length });
  const writes = createRetryingTask({
    clock,
    work() {
      write();
      return null;
    },
    backoffMs: () => againAfterMs,
    onError: notWritten,
  });

  /** Immediately, in the turn of the event, or later if that fails. */
  const writeNow = (): void => {
    try {
      write();
    } catch (thrown) {
      notWritten(asChartdropError(thrown));
      writes.nudge(againAfterMs);
    }
  };

  return {
    add(draft) {
      waiting.push({ at: clock.now(), ...draft });
      writeNow();
    },
    async stop() {
      await writes.stop();
      writeNow();
      if (waiting.length > 0) log.warn('history-lost', { count: waiting.length });
    },
  };
}
