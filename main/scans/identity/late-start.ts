import { asChartdropError } from '../../base/errors.ts';
import type { Log } from '../../base/ports.ts';
import { createSequencer } from '../../base/sequencer.ts';
import type { Departures } from './departures.ts';
import type { ExpectedNames } from './expected-names.ts';
import type { Place } from './find-folder.ts';
import type { SeenNames } from '../watch/seen-names.ts';
import type { Settling } from '../settle/settling.ts';

/** The part of a start that needs each file or each entry. It runs once the folder is watched. */
export interface LateStart {
  /**
   * The folder was opened. The answer is called after each complete listing: it does the work once, and again after a
   * failure.
   */
  begin(place: Place): () => void;
  /** Resolves when nothing runs. */
  drained(): Promise<void>;
}

export interface LateStartDeps {
  readonly log: Log;
  readonly signal: AbortSignal;
  /** The folder when it was opened last, and now; rejects while it is away. */
  readonly opened: () => Place | null;
  readonly find: () => Promise<Place>;
  readonly departures: Pick<Departures, 'sweepTaken' | 'sweepLeft'>;
  readonly expected: Pick<ExpectedNames, 'keep'>;
  readonly compareDeferred: (
    goesOn: () => Promise<boolean>,
  ) => Promise<{ readonly complete: boolean; readonly leftMet: number }>;
  readonly untaken: () => Pick<Settling, 'has'>;
  /** The known files in the folder. */
  readonly seen: Pick<SeenNames, 'has' | 'all'>;
}

export function createLateStart(deps: LateStartDeps): LateStart {
  const { departures, expected, seen } = deps;
  const starts = createSequencer<'start'>();

  const isThere = (relativePath: string): boolean =>
    seen.has(relativePath) || deps.untaken().has(relativePath);

  /** Resolves to whether it is complete. */
  const work = async (place: Place): Promise<boolean> => {
    const goesOn = async () =>
      (await deps.find()).identity === place.identity && deps.opened() === place && !deps.signal.aborted;
    // First, since a file under a new name may be a taken one whose name is missing.
    await departures.sweepTaken(isThere);
    const { complete, leftMet } = await deps.compareDeferred(goesOn);
    if (!complete) return false;
    await departures.sweepLeft(isThere, leftMet);
    await expected.keep(seen.all());
    return true;
  };

  return {
    begin(place) {
      let state: 'due' | 'running' | 'done' = 'due';
      return () => {
        if (state !== 'due') return;
        state = 'running';
        starts
          .run('start', () => work(place))
          .then(
            (isDone) => void (state = isDone ? 'done' : 'due'),
            (thrown: unknown) => {
              state = 'due';
              deps.log.warn('start-not-finished', { code: asChartdropError(thrown).code });
            },
          );
      };
    },
    drained: () => starts.drained(),
  };
}
