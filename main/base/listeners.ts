import { asChartdropError } from './errors.ts';
import type { Log, Stop } from './ports.ts';

/** Listeners that are isolated from each other. */
export interface Listeners<Events extends object> {
  add(events: Events): Stop;
  /** Calls each listener. An error of one is logged, and affects neither the others nor the caller. */
  tell(call: (events: Events) => void): void;
}

export function createListeners<Events extends object>(log: Pick<Log, 'warn'>): Listeners<Events> {
  const added = new Set<Events>();
  return {
    add(events) {
      added.add(events);
      return () => added.delete(events);
    },
    tell(call) {
      for (const events of [...added]) {
        try {
          call(events);
        } catch (thrown) {
          log.warn('listener-failed', { code: asChartdropError(thrown).code });
        }
      }
    },
  };
}
