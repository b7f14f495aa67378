import { readdir } from 'node:fs/promises';
import { dirname, posix } from 'node:path';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import { errnoOf } from '../../files/file-errors.ts';
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
} from './claim-places.ts';
import { type Claims, createClaims } from './claims.ts';
import { driveKind, type DriveKind } from '../../files/drive-kind.ts';
import { isPutAway } from '../put-away/put-away.ts';
import { createSignsOfLife, type SignsOfLife } from './signs-of-life.ts';

/** What is needed of a folder; of one that was removed from the settings no more than its path is known. */
export type ClaimedFolder = Pick<ScanFolder, 'id' | 'path' | 'shared' | 'takeOverSeconds'>;

/** Seams for tests: what the system says by default. */
export interface ClaimSeams {
  readonly driveKind?: (path: string) => Promise<DriveKind>;
  readonly exclusivity?: (path: string) => Promise<Exclusivity>;
  readonly claimFiles?: typeof createClaimFiles;
  /** Where programs of this PC agree on a folder that cannot be written to. */
  readonly localPlaces?: string;
}

/** The claims of a folder as they were found and made. */
export interface OpenedClaims {
  /** Null where nobody can be agreed with. */
  readonly agreement: { readonly claims: Claims; readonly signs: SignsOfLife } | null;
  /** What a person must know of it: `claims-alone`, `claims-unsafe`. */
  readonly standing: ErrorCode | null;
  /** Monotonic milliseconds after which it is worth another try. */
  readonly until: number;
}

export interface OpenClaimsDeps extends ClaimSeams {
  readonly clock: Clock;
  readonly log: Log;
  readonly stationId: string;
  readonly clinic: string;
  /** It is not in the settings any more: its places are used where they are, and never made. */
  readonly isRemoved: boolean;
  readonly onContested: () => void;
}

/** Until each station sees what the others wrote, in milliseconds: twice what such drives keep back by default. */
const settleMs = { kept: 0, unknown: 4_000, broken: 10_000 } as const;
/** A folder that may not be written to is tried again after so many milliseconds. */
const triedAgainMs = 60_000;

/**
 * Opens the claims of a folder, each call anew. Throws `claims-denied` where others agree on it and this PC may not,
 * `folder-missing`, and the file system's errors.
 */
export function createClaimsOpener(folder: ClaimedFolder, deps: OpenClaimsDeps): () => Promise<OpenedClaims> {
  const { clock, log } = deps;
  let isNetwork = false;

  const over = (places: ClaimPlaces, exclusivity: Exclusivity): OpenedClaims['agreement'] => {
    const station = deps.stationId;
    const termMs = folder.takeOverSeconds * 1000;
    const signs = createSignsOfLife({ directory: places.stations, station, termMs, clock });
    const claims = createClaims({
      ...{ signs, station, clock },
      files: (deps.claimFiles ?? createClaimFiles)(places.claims),
      settleMs: settleMs[exclusivity],
      async namesBeside({ path, relativePath }) {
        // A file of a folder that was renamed has none beside it.
        const names = await readdir(dirname(path)).catch((thrown: unknown): string[] => {
          if (errnoOf(thrown) === 'ENOENT') return [];
          throw claimError(thrown);
        });
        return names.map((name) => posix.join(posix.dirname(relativePath), name));
      },
      isPutAway: (file) => isPutAway(folder.path, file),
      onContested: deps.onContested,
    });
    return { claims, signs };
  };

  /** Watched alone, as far as can be seen: the programs of this PC still agree. */
  const alone = async (denied: unknown): Promise<OpenedClaims> => {
    const error = claimError(denied);
    if (error.code !== 'claims-denied' || folder.shared === 'yes') throw error;
    // Others agree there by now, and this one may not join in.
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
    const isOnNetwork = (await (deps.driveKind ?? driveKind)(folder.path).catch(failed)) === 'network';
    // A share that is not mounted leaves a local folder behind (case 8): once a network drive, always one.
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
    const said = await (deps.exclusivity ?? driveExclusivity)(folder.path).catch(failed);
    const exclusivity = isExclusive ? said : 'broken';
    const standing = exclusivity === 'broken' ? 'claims-unsafe' : null;
    return { agreement: over(places, exclusivity), standing, until: Infinity };
  };
}

const failed = (thrown: unknown): never => {
  throw claimError(thrown);
};
