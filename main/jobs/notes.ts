import { asChartdropError } from '../base/errors.ts';
import type { Clock, Log, Stop } from '../base/ports.ts';
import type { AuditDraft } from '../database/audit-log.ts';
import type { History } from './history.ts';

/** How long to wait, in milliseconds, before what could not be written is tried again. */
const againAfterMs = 5_000;

/** The history of what happens by itself, where nobody waits for an answer: a folder is gone, a time has run out. */
export interface Notes {
  /**
   * Writes an entry down; never throws. What a full disk hinders is kept, in its order and with its time, until it can be
   * written: neither the event nor the program may depend on it (case 13).
   */
  add(draft: AuditDraft): void;
  /** Tries once more; what still cannot be written is lost, and the log says how many. */
  stop(): void;
}

export function createNotes(deps: { history: Pick<History, 'record'>; clock: Clock; log: Log }): Notes {
  const { history, clock, log } = deps;
  const waiting: AuditDraft[] = [];
  let stopTimer: Stop = () => undefined;

  const write = (): void => {
    stopTimer();
    try {
      for (let [first] = waiting; first !== undefined; [first] = waiting) {
        history.record(first);
        waiting.shift();
      }
    } catch (thrown) {
      log.warn('history-not-written', { code: asChartdropError(thrown).code, count: waiting.length });
      stopTimer = clock.after(againAfterMs, write);
    }
  };

  return {
    add(draft) {
      waiting.push({ at: clock.now(), ...draft });
      write();
    },
    stop() {
      write();
      stopTimer();
      if (waiting.length > 0) log.warn('history-lost', { count: waiting.length });
    },
  };
}
