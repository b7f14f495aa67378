import type { Desk } from './desk.ts';
import { asChartdropError } from '../base/errors.ts';
import type { Log } from '../base/ports.ts';

/** Reactions to sleep, wake, lock and network events (case 23). */
export interface Interruptions {
  /** Before sleep: ends the selection and interrupts uploads. */
  suspend(): void;
  /** After waking, even without `suspend` before, since not every system announces sleep. */
  wake(): void;
  /** The next person at the screen may be another one. */
  lock(): void;
  /** The network is back: jobs stop backing off. */
  networkReturned(): void;
}

export function createInterruptions(deps: {
  desk: Pick<Desk, 'opened' | 'identify'>;
  /** Closes idle connections: after sleep they are dead, and a call on one would wait for its timeout. */
  dropConnections: () => void;
  log: Log;
}): Interruptions {
  const { desk } = deps;
  const queue = () => desk.opened()?.app.uploads.queue;

  const ask = (): void => {
    if (desk.opened() === null) return;
    // The status shows the result, and the question is repeated automatically.
    desk.identify().catch((thrown: unknown) => {
      deps.log.warn('clinic-not-identified', { code: asChartdropError(thrown).code });
    });
  };

  return {
    suspend() {
      desk.opened()?.app.scans.active.disarm('sleep');
      queue()?.pause('sleep');
      queue()?.breakOff();
    },
    wake() {
      desk.opened()?.app.scans.active.disarm('sleep');
      queue()?.breakOff();
      deps.dropConnections();
      queue()?.resume('sleep');
      ask();
    },
    lock() {
      desk.opened()?.app.scans.active.disarm('lock');
    },
    networkReturned() {
      queue()?.resume('network');
      ask();
    },
  };
}
