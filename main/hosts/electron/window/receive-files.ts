import type { Desk } from '../../../core/desk.ts';
import { asChartdropError } from '../../../base/errors.ts';
import { addPaths } from '../../../window/handlers/add-paths.ts';
import { summed } from '../../../scans/account/refusals.ts';
import type { HostAsks } from '../../../window/host-asks.ts';
import type { Clock, Stop } from '../../../base/ports.ts';

export interface FileReceiver {
  /** Adds files that were opened with Chartdrop to the inbox. */
  receive(paths: readonly string[]): void;
  stop: Stop;
}

/**
 * Receives files from outside the window, one group at a time. They go to the inbox, never to the selected patient:
 * opening a PDF does not name a patient. Keeps them until a clinic is open.
 */
export function createFileReceiver(deps: {
  desk: Pick<Desk, 'opened' | 'listen'>;
  clock: Clock;
  asks: HostAsks;
}): FileReceiver {
  const { desk } = deps;
  const end = new AbortController();
  const waiting: (readonly string[])[] = [];
  let isBusy = false;

  const takeAll = async (): Promise<void> => {
    for (let app = desk.opened()?.app; app !== undefined; app = desk.opened()?.app) {
      const paths = waiting.shift();
      if (paths === undefined) return;
      const outcomes = await addPaths(app.uploads.intake, paths, null, {
        clock: deps.clock,
        signal: end.signal,
      });
      const errors = outcomes.flatMap(({ error }) => (error === null ? [] : [error]));
      deps.asks.ask({
        kind: 'files',
        taken: outcomes.reduce((sum, { jobs }) => sum + jobs.length, 0),
        errors,
        refused: summed(outcomes.map(({ refused }) => refused)),
        failed: outcomes.flatMap(({ failed }) => failed),
      });
    }
  };

  const begin = (): void => {
    if (isBusy || waiting.length === 0) return;
    isBusy = true;
    takeAll()
      .catch((thrown: unknown) => {
        const errors = [asChartdropError(thrown).toDto()];
        deps.asks.ask({ kind: 'files', taken: 0, errors, refused: [], failed: [] });
      })
      .finally(() => {
        isBusy = false;
      });
  };

  const unlisten = desk.listen({ onDeskChanged: begin });
  return {
    receive(paths) {
      waiting.push(paths);
      begin();
    },
    stop() {
      end.abort();
      unlisten();
    },
  };
}
