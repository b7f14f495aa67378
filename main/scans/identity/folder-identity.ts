import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import type { Clock, Log } from '../../base/ports.ts';
import type { KnownFiles } from '../../database/known-file-store.ts';
import type { Fingerprint } from '../../files/job-file.ts';
import { type Baseline, createBaseline } from './baseline.ts';
import { createDepartures, type Departures } from './departures.ts';
import { createExpectedNames, type ExpectedNames } from './expected-names.ts';
import { createLateStart, type LateStart, type LateStartDeps } from './late-start.ts';
import type { SeenNames } from '../watch/seen-names.ts';
import type { Settling } from '../settle/settling.ts';
import type { Place } from './find-folder.ts';
import { createIdentifier, type Identifier } from './identify-file.ts';

/** The known files of one watched folder. */
export interface FolderIdentity extends Identifier {
  readonly baseline: Baseline;
  readonly departures: Departures;
  readonly expected: ExpectedNames;
  readonly lateStart: LateStart;
  /** Records a name as that of a taken file; `mark` if its bytes alone identify it. */
  note(file: { relativePath: string; fingerprint: Fingerprint }, mark: string | null): void;
}

export function createFolderIdentity(deps: {
  folder: ScanFolder;
  known: KnownFiles;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  /** The folder as it was opened; null while it is missing. */
  opened: () => Place | null;
  find: () => Promise<Place>;
  /** Milliseconds that a name may be missing until its file appears under another one. */
  renameMs: () => number;
  untaken: () => Pick<Settling, 'newestUntaken' | 'denied' | 'has'>;
  seen: Pick<SeenNames, 'has' | 'all'>;
  compareDeferred: LateStartDeps['compareDeferred'];
  /** The skipped files are counted. */
  onRecorded: (() => void) | undefined;
}): FolderIdentity {
  const { folder, known, clock, log, signal, opened, find } = deps;
  const mount = (): string => opened()?.mount ?? '';
  const baseline = createBaseline({ known, folder, clock, log, signal, mount, onRecorded: deps.onRecorded });
  const departures = createDepartures({
    ...{ clock, log, signal, folder, known, baseline, find, opened },
    afterMs: deps.renameMs,
    untaken: deps.untaken,
  });
  const expected = createExpectedNames({ known, folder, signal });
  const lateStart = createLateStart({
    ...{ log, signal, find, opened, departures, expected, seen: deps.seen },
    ...{ untaken: deps.untaken, compareDeferred: deps.compareDeferred },
  });
  return {
    ...createIdentifier({ known, folder, baseline, departures, mount }),
    baseline,
    departures,
    expected,
    lateStart,
    note: ({ relativePath, fingerprint }, mark) =>
      baseline.remember([{ relativePath, fingerprint, standing: 'taken', mount: mount(), mark }]),
  };
}
