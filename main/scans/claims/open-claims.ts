import { dirname, posix } from 'node:path';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import { errnoOf } from '../../files/file-errors.ts';
import { namesIn } from '../../files/name-bytes.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { driveExclusivity, type Exclusivity } from './claim-drive.ts';
import { createClaimFiles } from './claim-files.ts';
import {
  claimError,
  type ClaimPlaces,
  findClaimPlaces,
  keepsExclusively,
  makeClaimPlaces,
  makeLocalPlaces,
  throwClaimError,
} from './claim-places.ts';
import { type Claims, createClaims } from './claims.ts';
import { driveKind, type DriveKind } from '../../files/drive-kind.ts';
import { isPutAway } from '../put-away/put-away.ts';
import { createHeartbeats, type Heartbeats } from './heartbeats.ts';
import { createToldSums, type ToldSums } from './told-sums.ts';

/** Facts about a folder. For one removed from the settings only the path is known. */
export type ClaimedFolder = Pick<ScanFolder, 'id' | 'path' | 'shared' | 'takeOverSeconds'>;

/** For tests: replacements for the system's answers. */
export interface ClaimSeams {
  readonly driveKind?: (path: string) => Promise<DriveKind>;
  readonly exclusivity?: (path: string) => Promise<Exclusivity>;
  readonly claimFiles?: typeof createClaimFiles;
  /** Where programs of this PC agree on a read-only folder. */
  readonly localPlaces?: string;
}

/** The claims of a folder as they were found or created. */
export interface OpenedClaims {
  /** null if no agreement is needed. */
  readonly agreement: {
    readonly claims: Claims;
    readonly heartbeats: Heartbeats;
    readonly sums: ToldSums;
  } | null;
  /** A restriction to show: `claims-alone`, `claims-unsafe`. */
  readonly standing: ErrorCode | null;
  /** Monotonic milliseconds after which another try makes sense. */
  readonly until: number;
}

export interface OpenClaimsDeps extends ClaimSeams {
  readonly clock: Clock;
  readonly log: Log;
  readonly stationId: string;
  readonly clinic: string;
  /** It was removed from the settings: existing places are used, and none are created. */
  readonly isRemoved: boolean;
  readonly onContested: () => void;
}

/** Milliseconds until each station sees the others' writes; by default twice the delay of such drives. */
const settleMs = { kept: 0, unknown: 4_000, broken: 10_000 } as const;
/** Milliseconds until a read-only folder is tried again. */
const triedAgainMs = 60_000;

/**
 * Opens the claims of a folder, again at each call. Throws `claims-denied` if others agree on it and this PC may not
 * write, `folder-missing`, and the file system's errors.
 */
export function createClaimsOpener(folder: ClaimedFolder, deps: OpenClaimsDeps): () => Promise<OpenedClaims> {
  const { clock, log } = deps;
  let isNetwork = false;

  const over = (places: ClaimPlaces, exclusivity: Exclusivity): OpenedClaims['agreement'] => {
    const station = deps.stationId;
    const termMs = folder.takeOverSeconds * 1000;
    const heartbeats = createHeartbeats({ directory: places.stations, station, termMs, clock });
    const claims = createClaims({
      ...{ heartbeats, station, clock },
      files: (deps.claimFiles ?? createClaimFiles)(places.claims),
      settleMs: settleMs[exclusivity],
      async namesBeside({ path, relativePath }) {
        // A renamed folder's file has no neighbours.
        const names = await namesIn(dirname(path)).catch((thrown: unknown): string[] => {
          if (errnoOf(thrown) === 'ENOENT') return [];
          throw claimError(thrown);
        });
        return names.map((name) => posix.join(posix.dirname(relativePath), name));
      },
      isPutAway: (file) => isPutAway(folder.path, file),
      onContested: deps.onContested,
    });
    const sums = createToldSums({ directory: places.stations, station, clinic: deps.clinic });
    return { claims, heartbeats, sums };
  };

  /** Watched by this PC alone as far as can be seen; its programs still agree. */
  const alone = async (denied: unknown): Promise<OpenedClaims> => {
    const error = claimError(denied);
    if (error.code !== 'claims-denied' || folder.shared === 'yes') throw error;
    // Other PCs agree there by now, and this one cannot.
    if ((await findClaimPlaces(folder.path, deps.clinic)) !== null) throw error;
    const places = await makeLocalPlaces(folder.path, deps.clinic, deps.localPlaces).catch(
      (thrown: unknown) => {
        log.warn('claims-not-kept', { code: asChartdropError(thrown).code });
        return null;
      },
    );
    const agreement = places === null ? null : over(places, 'kept');
    return { agreement, standing: 'claims-alone', until: clock.monotonic() + triedAgainMs };
  };

  const removed = async (): Promise<OpenedClaims> => {
    const places = await findClaimPlaces(folder.path, deps.clinic);
    const agreement = places === null ? null : over(places, await driveExclusivity(folder.path));
    return { agreement, standing: null, until: Infinity };
  };

  return async () => {
    if (deps.isRemoved) return removed();
    const isOnNetwork =
      (await (deps.driveKind ?? driveKind)(folder.path).catch(throwClaimError)) === 'network';
    // An unmounted share leaves a local folder behind (case 8), so a network drive stays one.
    if (isNetwork && !isOnNetwork) throw new ChartdropError('folder-missing');
    isNetwork = isOnNetwork;
    let places: ClaimPlaces;
    let isExclusive: boolean;
    try {
      places = await makeClaimPlaces(folder.path, deps.clinic);
      isExclusive = await keepsExclusively(places);
    } catch (thrown) {
      return alone(thrown);
    }
    const said = await (deps.exclusivity ?? driveExclusivity)(folder.path).catch(throwClaimError);
    const exclusivity = isExclusive ? said : 'broken';
    const standing = exclusivity === 'broken' ? 'claims-unsafe' : null;
    return { agreement: over(places, exclusivity), standing, until: Infinity };
  };
}
