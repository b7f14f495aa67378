import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { FolderId, JobId } from '../../../preload/contract/ids.ts';
import { isRedacted, type UploadJob } from '../../jobs/job.ts';
import { jobStates } from '../../../preload/contract/job.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { hashHead } from '../../files/file-content.ts';
import { sameSizeAndTime } from '../../files/fingerprint.ts';
import type { JobChanges } from '../../jobs/job-changes.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { canHappen } from '../../jobs/transitions.ts';
import type { ClaimedFile } from '../identity/claim-key.ts';
import { type ClaimResult, type Claims, patientMark } from './claims.ts';
import { createFolderClaims, type FolderClaims } from './folder-claims.ts';
import type { ClaimedFolder, ClaimSeams } from './open-claims.ts';

export interface SharedFoldersDeps extends ClaimSeams {
  readonly store: JobStore;
  readonly writer: JobWriter;
  readonly changes: JobChanges;
  readonly clock: Clock;
  readonly log: Log;
  /** Stands for this PC and its data, and says neither: 32 hex digits. */
  readonly stationId: string;
  /** Claims of one clinic are not those of another. */
  readonly baseUrl: string;
  /** The service's clock, epoch milliseconds. */
  readonly serviceNow: () => number;
  /** Where a scan folder lay when it was watched last; null where that is not known. */
  readonly lastPath: (id: FolderId) => string | null;
  /** What hinders the agreement on a folder changed. */
  readonly onTrouble: (folder: ScanFolder) => void;
}

/** `alone`: there is no other PC to agree with. */
export type SharedClaim = ClaimResult | { readonly kind: 'alone' };

/** A finished file of a scan folder. */
type Found = Omit<ClaimedFile, 'sha256'>;

/** Scan folders that several programs may watch: who takes which file, and what becomes of it when one dies (case 31). */
export interface SharedFolders {
  /** The folder is in the settings: jobs of its scans wait until it is attached (case 55). */
  awaitFolder(id: FolderId): void;
  /** It is not any more: its jobs go on, by what its claims say where they can be reached. */
  forget(id: FolderId): void;
  attach(folder: ScanFolder): void;
  detach(id: FolderId): Promise<void>;
  /** Claims a finished file for this PC. Throws `claims-denied` and the share's errors. */
  claim(folder: ScanFolder, file: Found): Promise<SharedClaim>;
  /** It did not become a job after all. */
  release(folder: ScanFolder, file: Found): Promise<void>;
  /**
   * Throws `scan-taken-over` where another PC has the job's file, `folder-not-open`, `claims-denied`, and the share's
   * errors.
   */
  mayGoOn(job: UploadJob, signal: AbortSignal): Promise<void>;
  /** What hinders the agreement at present; see `FolderView`. */
  trouble(id: FolderId): ErrorCode | null;
  stop(): Promise<void>;
}

const ended = new Set<UploadJob['state']>(['filed', 'dismissed']);
/** Of a folder that is not in the settings any more. */
const removedTerm = 120;
/** Jobs that ended last before the program was killed, and may not have said so in their claims. */
const mostUnsaid = 20;

/** A file that puts another one right is no scan of its own; of an old one nobody knows any more where it lay. */
const folderOf = (job: UploadJob): FolderId | null =>
  job.source !== 'scan' || job.replaces !== null || isRedacted(job) ? null : job.folderId;

/** False for a job of the place where the folder was before. */
const isUnder = ({ path }: ScanFolder, { file }: UploadJob): boolean =>
  !relative(path, file.path).startsWith('..');

export function createSharedFolders(deps: SharedFoldersDeps): SharedFolders {
  const { clock, store, writer } = deps;
  const folders = new Map<FolderId, FolderClaims>();
  const awaited = new Set<FolderId>();
  /** Jobs that are not at their end: what is claimed for them is kept up. */
  const open = new Map<FolderId, Set<JobId>>();
  const clinic = createHash('sha256').update(deps.baseUrl).digest('hex').slice(0, 16);
  let stopped = false;

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

  /** After a sleep, or a start: what another PC took over meanwhile is let go. Jobs under way find out by themselves. */
  const letGo = async (shared: FolderClaims, claims: Claims): Promise<void> => {
    for (const id of [...openOf(shared.folder.id)]) {
      const job = store.get(id);
      if (stopped) return;
      if (job === null || !['inbox', 'held', 'queued', 'failed'].includes(job.state)) continue;
      if (await claims.isMine(fileOf(shared, job))) continue;
      const now = store.get(id);
      if (now !== null && canHappen(now.state, 'taken-over')) {
        writer.apply(id, { kind: 'taken-over', now: clock.now() });
      }
    }
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

  /** Null where nobody knows where the job's folder lay. Throws `folder-not-open`. */
  const sharedFor = (id: FolderId): FolderClaims | null => {
    const shared = folders.get(id);
    if (shared !== undefined) return shared;
    if (awaited.has(id)) throw new ChartdropError('folder-not-open');
    const path = deps.lastPath(id);
    return path === null ? null : create({ id, path, shared: 'auto', takeOverSeconds: removedTerm }, null);
  };

  const mark = (job: UploadJob, work: (claims: Claims, file: ClaimedFile) => Promise<void>): void => {
    const id = folderOf(job);
    const shared = id === null ? undefined : folders.get(id);
    if (shared === undefined) return;
    const file = fileOf(shared, job);
    shared.mark(job.id, (claims) => work(claims, file));
  };

  /** Put back where it lay, as it was, the file is another job's now, and so is the claim: it is one for both. */
  const isAnothers = (job: UploadJob): boolean => {
    const id = folderOf(job);
    if (id === null) return false;
    const open = openOf(id);
    return store
      .atPath(job.file.path)
      .some(
        ({ id: other, file }) =>
          other !== job.id && open.has(other) && sameSizeAndTime(file.fingerprint, job.file.fingerprint),
      );
  };

  /** Says of a job that is at its end that nobody else has anything to do with its file. */
  const sayEnd = (job: UploadJob): void => {
    // A person said so, and that counts at every desk until it is brought back here.
    const isSetAside = job.state === 'dismissed' && job.cause === 'person';
    if ((job.state !== 'filed' && !isSetAside) || isAnothers(job)) return;
    const isGone = job.state === 'filed' && job.disposal === 'done' && job.afterFiling !== 'stay';
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
    forget: (id) => void awaited.delete(id),
    attach(folder) {
      void folders.get(folder.id)?.stop();
      const jobs = jobStates.filter((state) => !ended.has(state)).flatMap((state) => store.inState(state));
      for (const job of jobs) if (folderOf(job) === folder.id) openOf(folder.id).add(job.id);
      create(folder, folder).wake();
      // A kill may have come between the row and the claim: another program would take it for one that went silent.
      const last = (['filed', 'dismissed'] as const).flatMap((list) => store.lastOf(list, mostUnsaid));
      for (const job of last) {
        if (folderOf(job) === folder.id && isUnder(folder, job)) sayEnd(job);
      }
    },
    async detach(id) {
      const shared = folders.get(id);
      folders.delete(id);
      await shared?.stop();
    },
    claim: async (folder, file) =>
      (await folders.get(folder.id)?.use((claims) => claims.claim({ ...file, sha256: null }))) ?? {
        kind: 'alone',
      },
    async release(folder, file) {
      await folders.get(folder.id)?.use((claims) => claims.release({ ...file, sha256: null }));
    },
    async mayGoOn(job, signal) {
      const id = folderOf(job);
      const shared = id === null ? null : sharedFor(id);
      if (shared === null || !('destination' in job)) return;
      const { patient } = job.destination;
      const isOurs = await shared.use(async (claims) => {
        const secret = job.file.sha256 ?? (await hashHead(job.file.path, signal));
        const begun = { since: Math.floor(deps.serviceNow()), patient: patientMark(secret, patient.id) };
        return claims.begin(fileOf(shared, job), begun, signal);
      });
      if (isOurs === false) throw new ChartdropError('scan-taken-over');
    },
    trouble: (id) => folders.get(id)?.trouble() ?? null,
    async stop() {
      stopped = true;
      await Promise.all([...folders.values()].map((shared) => shared.stop()));
    },
  };
}
