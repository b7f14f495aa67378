import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { FolderId, JobId } from '../../../preload/contract/ids.ts';
import { isOver, isRedacted, scansOf, type UploadJob } from '../../jobs/job.ts';
import { jobStates } from '../../../preload/contract/job.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { hashFile, hashHead } from '../../files/file-content.ts';
import { sameSizeAndTime } from '../../files/fingerprint.ts';
import type { JobChanges } from '../../jobs/job-changes.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { canHappen } from '../../jobs/transitions.ts';
import type { ClaimedFile } from '../identity/claim-key.ts';
import { type ClaimResult, type Claims, patientMark } from './claims.ts';
import { createFolderClaims, type FolderClaims } from './folder-claims.ts';
import type { ClaimedFolder, ClaimSeams } from './open-claims.ts';
import type { ToldSum, ToldSums } from './told-sums.ts';

export interface SharedFoldersDeps extends ClaimSeams {
  readonly store: JobStore;
  readonly writer: JobWriter;
  readonly changes: JobChanges;
  readonly clock: Clock;
  readonly log: Log;
  /** Identifies this PC and its data without naming them: 32 hex digits. */
  readonly stationId: string;
  /** Separates the claims of different clinics. */
  readonly baseUrl: string;
  /** The service's clock in epoch milliseconds. */
  readonly serviceNow: () => number;
  /** The last known path of a scan folder, or null. */
  readonly lastPath: (id: FolderId) => string | null;
  /** The problem of a folder's agreement changed. */
  readonly onTrouble: (folder: ScanFolder) => void;
}

/** `alone`: no agreement with other PCs is needed. */
export type SharedClaim = ClaimResult | { readonly kind: 'alone' };

/** A finished file of a scan folder. */
type Found = Omit<ClaimedFile, 'sha256'>;

/** Scan folders that several programs may watch: which one takes a file, and what happens when one fails (case 31). */
export interface SharedFolders {
  /** The folder is in the settings: jobs of its scans wait until it is attached (case 55). */
  awaitFolder(id: FolderId): void;
  /** This program knows not all folders: others are not removed, but watched by other runs. */
  knowNotAll(): void;
  /** Whether it is not removed, also while it is not watched, as while it is saved again. */
  isAwaited(id: FolderId): boolean;
  /** It was removed: its jobs continue, following its claims if they can be reached. */
  forget(id: FolderId): void;
  attach(folder: ScanFolder): void;
  detach(id: FolderId): Promise<void>;
  /** Claims a finished file for this PC. Throws `claims-denied` and the share's errors. */
  claim(folder: ScanFolder, file: Found): Promise<SharedClaim>;
  /** The file did not become a job after all. */
  release(folder: ScanFolder, file: Found): Promise<void>;
  /**
   * Throws `scan-taken-over` if another PC has the job's file, `folder-not-open`, `claims-denied`, and the share's
   * errors.
   */
  mayGoOn(job: UploadJob, signal: AbortSignal): Promise<void>;
  /**
   * Tells the other stations of the attached folders this PC's sums, and returns theirs, each station once. A folder
   * that cannot be reached is left out; its own trouble is shown.
   */
  exchangeSums: ToldSums['exchange'];
  /** The current problem of the agreement; see `FolderView`. */
  trouble(id: FolderId): ErrorCode | null;
  stop(): Promise<void>;
}

const ended = new Set<UploadJob['state']>(['filed', 'dismissed', 'parted']);
/** Of a folder that is not in the settings any more. */
const removedTerm = 120;
/** Jobs that ended shortly before the program was killed, whose claims may not say so. */
const mostUnsaid = 20;

/** A file that replaces another is no scan, nor is one with pages of others. The path of an old one is unknown. */
const folderOf = (job: UploadJob): FolderId | null =>
  job.source !== 'scan' || job.replaces !== null || scansOf(job) !== null || isRedacted(job)
    ? null
    : job.folderId;

/** False for a job of the folder's previous place. */
const isUnder = ({ path }: ScanFolder, { file }: UploadJob): boolean =>
  !relative(path, file.path).startsWith('..');

export function createSharedFolders(deps: SharedFoldersDeps): SharedFolders {
  const { clock, store, writer } = deps;
  const folders = new Map<FolderId, FolderClaims>();
  const awaited = new Set<FolderId>();
  let knowsAll = true;
  /** Unfinished jobs, whose claims are kept up. */
  const open = new Map<FolderId, Set<JobId>>();
  const clinic = createHash('sha256').update(deps.baseUrl).digest('hex').slice(0, 16);
  const ending = new AbortController();

  const openOf = (id: FolderId): Set<JobId> => {
    const known = open.get(id) ?? new Set();
    open.set(id, known);
    return known;
  };

  const fileOf = ({ folder }: FolderClaims, job: UploadJob): ClaimedFile => ({
    relativePath: relative(folder.path, job.file.path).replaceAll(sep, '/'),
    fingerprint: job.file.fingerprint,
    path: job.file.path,
    sha256: job.file.sha256,
  });

  /** After sleep or a start: releases files that another PC took over. Active jobs notice it themselves. */
  const letGo = async (shared: FolderClaims, claims: Claims): Promise<void> => {
    for (const id of [...openOf(shared.folder.id)]) {
      const job = store.get(id);
      if (ending.signal.aborted) return;
      if (job === null || !['inbox', 'held', 'queued', 'failed', 'split'].includes(job.state)) continue;
      if (await claims.isMine(fileOf(shared, job))) continue;
      const now = store.get(id);
      // The parts first: after a kill the stack still leads to them. Running ones notice it themselves.
      for (const one of withParts(now)) {
        if (canHappen(one.state, 'taken-over'))
          writer.apply(one.id, { kind: 'taken-over', now: clock.now() });
      }
    }
  };

  /**
   * The parts first: after a kill the stack still leads to them. Running ones notice it themselves. A document of several scans is
   * let go with the first of them.
   */
  const withParts = (job: UploadJob | null): UploadJob[] => {
    if (job === null) return [];
    if (job.state === 'split') return [...job.parts.flatMap((part) => withParts(store.get(part))), job];
    return job.state === 'uploading' || job.state === 'stored' ? [] : [job];
  };

  /** The jobs of the files in the folder whose pages a job has. */
  const filesOf = (job: UploadJob): UploadJob[] => {
    const scans = scansOf(job);
    if (scans === null) return [job];
    return scans.map((id) => store.get(id)).flatMap((scan) => (scan === null ? [] : filesOf(scan)));
  };

  const create = (folder: ClaimedFolder, attached: ScanFolder | null): FolderClaims => {
    const shared = createFolderClaims(folder, {
      ...deps,
      clinic,
      isRemoved: attached === null,
      isBusy: () => openOf(folder.id).size > 0,
      onWasAway: (claims) => letGo(shared, claims),
      onTrouble: () => {
        if (attached !== null && folders.get(folder.id) === shared) deps.onTrouble(attached);
      },
    });
    folders.set(folder.id, shared);
    return shared;
  };

  /** null if the place of the job's folder is unknown. Throws `folder-not-open`. */
  const sharedFor = (id: FolderId): FolderClaims | null => {
    const shared = folders.get(id);
    if (shared !== undefined) return shared;
    if (awaited.has(id)) throw new ChartdropError('folder-not-open');
    const path = deps.lastPath(id);
    return path === null ? null : create({ id, path, shared: 'auto', takeOverSeconds: removedTerm }, null);
  };

  /**
   * The file as another PC took it over from this one, if only its times changed since then, as after a remount that
   * rounds them: the claim is under the old times. null if there is none.
   */
  const asTakenOver = async ({ path, fingerprint, ...file }: Found): Promise<ClaimedFile | null> => {
    const before = store
      .atPath(path)
      .find((job) => job.state === 'dismissed' && job.cause === 'taken-over' && job.file.sha256 !== null);
    if (before === undefined || before.file.fingerprint.size !== fingerprint.size) return null;
    if (sameSizeAndTime(before.file.fingerprint, fingerprint)) return null;
    const { sha256 } = await hashFile(path, ending.signal);
    return sha256 === before.file.sha256
      ? { ...file, path, fingerprint: before.file.fingerprint, sha256 }
      : null;
  };

  const mark = (job: UploadJob, work: (claims: Claims, file: ClaimedFile) => Promise<void>): void => {
    const id = folderOf(job);
    const shared = id === null ? undefined : folders.get(id);
    if (shared === undefined) return;
    const file = fileOf(shared, job);
    shared.mark(job.id, (claims) => work(claims, file));
  };

  /** Put back unchanged, the file belongs to another job now, which shares the claim. */
  const isAnothers = (job: UploadJob): boolean => {
    const id = folderOf(job);
    // Nothing is recorded in a folder of this PC alone.
    if (id === null || folders.get(id)?.folder.shared === 'no') return false;
    const open = openOf(id);
    return store
      .atPath(job.file.path)
      .some(
        ({ id: other, file }) =>
          other !== job.id && open.has(other) && sameSizeAndTime(file.fingerprint, job.file.fingerprint),
      );
  };

  /** Records that a job has ended and no other program needs its file. */
  const sayEnd = (job: UploadJob): void => {
    // A person decided it, which counts at every desk until the file is restored here.
    const isSetAside = job.state === 'dismissed' && job.cause === 'person';
    if ((!isOver(job) && !isSetAside) || isAnothers(job)) return;
    const isGone = isOver(job) && job.disposal === 'done' && job.afterFiling !== 'stay';
    mark(job, (claims, file) => (isGone ? claims.release(file) : claims.finish(file)));
  };

  deps.changes.subscribe((job) => {
    const id = folderOf(job);
    if (id !== null && ended.has(job.state)) openOf(id).delete(job.id);
    else if (id !== null) openOf(id).add(job.id);
    sayEnd(job);
  });

  return {
    awaitFolder: (id) => void awaited.add(id),
    knowNotAll: () => void (knowsAll = false),
    isAwaited: (id) => !knowsAll || awaited.has(id),
    forget: (id) => void awaited.delete(id),
    attach(folder) {
      void folders.get(folder.id)?.stop();
      const jobs = jobStates.filter((state) => !ended.has(state)).flatMap((state) => store.inState(state));
      for (const job of jobs) if (folderOf(job) === folder.id) openOf(folder.id).add(job.id);
      create(folder, folder).wake();
      // A kill may have come between row and claim: another program would treat this one as silent.
      const last = (['filed', 'dismissed', 'parted'] as const).flatMap((list) =>
        store.lastOf(list, mostUnsaid),
      );
      for (const job of last) {
        if (folderOf(job) === folder.id && isUnder(folder, job)) sayEnd(job);
      }
    },
    async detach(id) {
      const shared = folders.get(id);
      folders.delete(id);
      await shared?.stop();
    },
    async claim(folder, file) {
      const given = { ...file, sha256: null };
      const answer = await folders.get(folder.id)?.use(async (claims) => {
        const before = await asTakenOver(file);
        return claims.claim(before === null || (await claims.isMine(before)) ? given : before);
      });
      return answer ?? { kind: 'alone' };
    },
    async release(folder, file) {
      await folders.get(folder.id)?.use((claims) => claims.release({ ...file, sha256: null }));
    },
    async mayGoOn(job, signal) {
      if (!('destination' in job)) return;
      const { patient } = job.destination;
      // The claim of a scan covers the jobs that have its pages.
      for (const scan of filesOf(job)) {
        const id = folderOf(scan);
        const shared = id === null ? null : sharedFor(id);
        if (shared === null) continue;
        const isOurs = await shared.use(async (claims) => {
          const secret = job.file.sha256 ?? (await hashHead(job.file.path, signal));
          const begun = { since: Math.floor(deps.serviceNow()), patient: patientMark(secret, patient.id) };
          return claims.begin(fileOf(shared, scan), begun, signal);
        });
        if (isOurs === false) throw new ChartdropError('scan-taken-over');
      }
    },
    async exchangeSums(own, youngerThanMs) {
      const newest = new Map<string, ToldSum>();
      for (const shared of folders.values()) {
        const told = await shared.exchangeSums(own, youngerThanMs).catch((thrown: unknown) => {
          deps.log.warn('sums-not-exchanged', { code: asChartdropError(thrown).code });
          return [];
        });
        for (const one of told) {
          if (one.ageMs < (newest.get(one.station)?.ageMs ?? Infinity)) newest.set(one.station, one);
        }
      }
      return [...newest.values()];
    },
    trouble: (id) => folders.get(id)?.trouble() ?? null,
    async stop() {
      ending.abort();
      await Promise.all([...folders.values()].map((shared) => shared.stop()));
    },
  };
}
