import type { Destination } from '../../../preload/contract/destination.ts';
import type { App } from '../../app.ts';
import type { Desk } from '../../desk.ts';
import { asChartdropError } from '../../errors.ts';
import { addPaths } from '../../ipc/add-paths.ts';
import type { HostAsks } from '../../ipc/host-asks.ts';
import type { Clock, Stop } from '../../ports.ts';

export interface FileReceiver {
  /** Files opened with Chartdrop, or sent to it: to whom is armed at this moment, or else to the inbox. */
  receive(paths: readonly string[]): void;
  stop: Stop;
}

/**
 * Takes files that come from outside the window, one hand-over after the other. Whose they are is settled when they are
 * handed over, not when their turn comes. Before a clinic is open they wait; then nobody can have been armed.
 */
export function createFileReceiver(deps: {
  desk: Pick<Desk, 'opened' | 'listen'>;
  clock: Clock;
  asks: HostAsks;
}): FileReceiver {
  const { desk } = deps;
  const end = new AbortController();
  const waiting: { paths: readonly string[]; destination: Destination | null; of: App | null }[] = [];
  let isBusy = false;

  const takeAll = async (): Promise<void> => {
    for (let app = desk.opened()?.app; app !== undefined; app = desk.opened()?.app) {
      const next = waiting.shift();
      if (next === undefined) return;
      // Another clinic was opened meanwhile: its patients are not those of the one before.
      const destination = next.of === app ? next.destination : null;
      const outcomes = await addPaths(app.uploads.intake, next.paths, destination, {
        clock: deps.clock,
        signal: end.signal,
      });
      const errors = outcomes.flatMap(({ error }) => (error === null ? [] : [error]));
      const to = destination === null ? 'inbox' : 'armed';
      deps.asks.ask({ kind: 'files', to, taken: outcomes.length - errors.length, errors });
    }
  };

  const begin = (): void => {
    if (isBusy || waiting.length === 0) return;
    isBusy = true;
    takeAll()
      .catch((thrown: unknown) => {
        const errors = [asChartdropError(thrown).toDto()];
        deps.asks.ask({ kind: 'files', to: 'inbox', taken: 0, errors });
      })
      .finally(() => {
        isBusy = false;
      });
  };

  const unlisten = desk.listen({ onDeskChanged: begin });
  return {
    receive(paths) {
      const app = desk.opened()?.app ?? null;
      waiting.push({ paths, destination: app?.scans.active.current() ?? null, of: app });
      begin();
    },
    stop() {
      end.abort();
      unlisten();
    },
  };
}
