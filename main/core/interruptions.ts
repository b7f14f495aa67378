import type { Desk } from './desk.ts';
import { asChartdropError } from '../base/errors.ts';
import type { Log } from '../base/ports.ts';

/** What the system does to the program, and what the program does about it (design 3.2, case 23). */
export interface Interruptions {
  /** The machine goes to sleep: nobody is armed any more, and what is under way breaks off while it still can. */
  suspend(): void;
  /** It is awake again; without `suspend` before it too, since not every system announces a sleep. */
  wake(): void;
  /** Whoever sits down next may be another person. */
  lock(): void;
  /** The network is back: nothing waits out its backoff. */
  networkReturned(): void;
}

export function createInterruptions(deps: {
  desk: Pick<Desk, 'opened' | 'identify'>;
  /** Closes kept connections: over a sleep they die without a word, and a call on one waits for its timeout. */
  dropConnections: () => void;
  log: Log;
}): Interruptions {
  const { desk } = deps;
  const queue = () => desk.opened()?.app.uploads.queue;

  const ask = (): void => {
    if (desk.opened() === null) return;
    // What came of it shows in the status, and is asked again by itself.
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
