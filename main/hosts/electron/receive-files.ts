import type { Destination } from '../../../preload/contract/destination.ts';
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
  const waiting: { paths: readonly string[]; destination: Destination | null }[] = [];
  let isBusy = false;

  const takeAll = async (): Promise<void> => {
    for (let app = desk.opened()?.app; app !== undefined; app = desk.opened()?.app) {
      const next = waiting.shift();
      if (next === undefined) return;
      const outcomes = await addPaths(app.uploads.intake, next.paths, next.destination, {
        clock: deps.clock,
        signal: end.signal,
      });
      const errors = outcomes.flatMap(({ error }) => (error === null ? [] : [error]));
      const to = next.destination === null ? 'inbox' : 'armed';
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
      waiting.push({ paths, destination: desk.opened()?.app.scans.active.current() ?? null });
      begin();
    },
    stop() {
      end.abort();
      unlisten();
    },
  };
}
