import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { FolderId } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../../preload/contract/job.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import { asChartdropError, ChartdropError } from '../errors.ts';
import type { JobStore } from '../history/job-store.ts';
import type { Clock, Log, Stop } from '../ports.ts';
import { hashHead } from '../uploads/file-content.ts';
import type { JobWriter } from '../uploads/job-writer.ts';
import { canHappen } from '../uploads/transitions.ts';
import { createClaimFiles, makeClaimPlaces } from './claim-files.ts';
import { type ClaimedFile, type Claims, createClaims, patientMark, type Taking } from './claims.ts';
import { driveKind, type DriveKind } from './drive-kind.ts';
import { createSignsOfLife, signsPerTerm, type SignsOfLife } from './signs-of-life.ts';

export interface SharedFoldersDeps {
  readonly store: JobStore;
  readonly writer: JobWriter;
  readonly clock: Clock;
  readonly log: Log;
  /** Stands for this PC and its data, and says neither: 32 hex digits. */
  readonly stationId: string;
  /** Claims of one clinic are not those of another. */
  readonly baseUrl: string;
  /** The service's clock, epoch milliseconds. */
  readonly serviceNow: () => number;
  readonly driveKind?: (path: string) => Promise<DriveKind>;
  /** What hinders the agreement on a folder changed. */
  readonly onTrouble: (folder: ScanFolder) => void;
}

/** Scan folders that several PCs watch: who takes which file, and what becomes of it when a PC dies (case 31). */
export interface SharedFolders {
  attach(folder: ScanFolder): void;
  detach(id: FolderId): Promise<void>;
  /** Null where the folder is not shared. Throws `claims-denied` and the share's errors. */
  take(folder: ScanFolder, file: ClaimedFile): Promise<Taking | null>;
  /** It did not become a job after all. */
  release(folder: ScanFolder, file: ClaimedFile): Promise<void>;
  /** Throws `scan-taken-over` where another PC has the job's file, `claims-denied`, and the share's errors. */
  mayGoOn(job: UploadJob, signal: AbortSignal): Promise<void>;
  onJobChanged(job: UploadJob): void;
  /** Why nothing can be agreed upon at present. */
  trouble(id: FolderId): ErrorCode | null;
  stop(): Promise<void>;
}

interface Shared {
  readonly folder: ScanFolder;
  isNetwork: boolean;
  claims: { readonly all: Claims; readonly signs: SignsOfLife } | null;
  trouble: ErrorCode | null;
  lastSign: number;
  stopTimer: Stop;
  /** What could not be written down yet, by job. */
  readonly marks: Map<string, (claims: Claims) => Promise<void>>;
  running: Promise<void>;
}

/** Jobs that wait here, and can be let go at once. Those under way find out by themselves. */
const waitingStates = ['inbox', 'held', 'queued', 'failed'] as const;

export function createSharedFolders(deps: SharedFoldersDeps): SharedFolders {
  const { clock, log, store, writer } = deps;
  const folders = new Map<FolderId, Shared>();
  const clinic = createHash('sha256').update(deps.baseUrl).digest('hex').slice(0, 16);
  let stopped = false;

  const fileOf = (shared: Shared, job: UploadJob): ClaimedFile => ({
    relativePath: relative(shared.folder.path, job.file.path).replaceAll(sep, '/'),
    fingerprint: job.file.fingerprint,
  });
  /** A file that puts another one right is no scan of its own; of an old one nobody knows any more where it lay. */
  const sharedOf = (job: UploadJob): Shared | undefined =>
    job.folderId === null || job.source !== 'scan' || job.replaces !== null || job.file.path === ''
      ? undefined
      : folders.get(job.folderId);
  const termMs = ({ folder }: Shared): number => folder.takeOverSeconds * 1000;

  const setTrouble = (shared: Shared, trouble: ErrorCode | null): void => {
    if (shared.trouble === trouble) return;
    shared.trouble = trouble;
    deps.onTrouble(shared.folder);
  };

  const isShared = async (shared: Shared): Promise<boolean> => {
    if (shared.folder.shared !== 'auto') return shared.folder.shared === 'yes';
    // A share that is not mounted leaves a local folder behind (case 8): once a network drive, always one.
    shared.isNetwork ||= (await (deps.driveKind ?? driveKind)(shared.folder.path)) === 'network';
    return shared.isNetwork;
  };

  const open = async (shared: Shared): Promise<Claims | null> => {
    try {
      if (!(await isShared(shared))) return null;
      if (shared.claims === null) {
        const places = await makeClaimPlaces(shared.folder.path, clinic);
        const station = deps.stationId;
        const signs = createSignsOfLife({
          directory: places.stations,
          station,
          termMs: termMs(shared),
          clock,
        });
        const files = createClaimFiles(places.claims);
        await signs.give();
        shared.claims = { signs, all: createClaims({ files, signs, station }) };
      }
      setTrouble(shared, null);
      return shared.claims.all;
    } catch (thrown) {
      const error = asChartdropError(thrown);
      setTrouble(shared, error.code === 'claims-denied' ? error.code : null);
      throw error;
    }
  };

  /** After a sleep, or a start: what another PC took over meanwhile is let go. */
  const letGo = async (shared: Shared, claims: Claims): Promise<void> => {
    for (const state of waitingStates) {
      for (const job of store.inState(state)) {
        if (stopped) return;
        if (sharedOf(job) !== shared || (await claims.isMine(fileOf(shared, job)))) continue;
        const now = store.get(job.id);
        if (now !== null && canHappen(now.state, 'taken-over')) {
          writer.apply(job.id, { kind: 'taken-over', now: clock.now() });
        }
      }
    }
  };

  const beat = async (shared: Shared): Promise<void> => {
    const claims = await open(shared);
    if (claims === null || shared.claims === null) return;
    await shared.claims.signs.give();
    const now = clock.now();
    // By the wall clock: the monotonic one stands still while a PC sleeps.
    const wasAway = Math.abs(now - shared.lastSign) > termMs(shared) / 2;
    shared.lastSign = now;
    if (wasAway) await letGo(shared, claims);
    for (const [id, mark] of [...shared.marks]) {
      await mark(claims);
      // A later one, set meanwhile, is still to be written.
      if (shared.marks.get(id) === mark) shared.marks.delete(id);
    }
  };

  const run = (shared: Shared): void => {
    const isOver = (): boolean => stopped || folders.get(shared.folder.id) !== shared;
    shared.stopTimer();
    shared.running = shared.running.then(async () => {
      if (isOver()) return;
      await beat(shared).catch((thrown: unknown) => {
        // Tidied away, or forbidden meanwhile: the places are looked for, and made, again.
        shared.claims = null;
        log.warn('claims-not-kept', { code: asChartdropError(thrown).code });
      });
      shared.stopTimer();
      if (!isOver()) shared.stopTimer = clock.after(termMs(shared) / signsPerTerm, () => run(shared));
    });
  };

  const mark = (job: UploadJob, work: (claims: Claims, file: ClaimedFile) => Promise<void>): void => {
    const shared = sharedOf(job);
    if (shared === undefined || shared.folder.shared === 'no') return;
    const file = fileOf(shared, job);
    shared.marks.set(job.id, (claims) => work(claims, file));
    run(shared);
  };

  return {
    attach(folder) {
      const shared: Shared = {
        folder,
        isNetwork: false,
        claims: null,
        trouble: null,
        lastSign: -Infinity,
        stopTimer: () => undefined,
        marks: new Map(),
        running: Promise.resolve(),
      };
      folders.set(folder.id, shared);
      if (folder.shared !== 'no') run(shared);
    },
    async detach(id) {
      const shared = folders.get(id);
      folders.delete(id);
      shared?.stopTimer();
      await shared?.running;
    },
    async take(folder, file) {
      const shared = folders.get(folder.id);
      const claims = shared === undefined ? null : await open(shared);
      return claims === null ? null : claims.take(file);
    },
    async release(folder, file) {
      const shared = folders.get(folder.id);
      await (shared === undefined ? null : await open(shared))?.release(file);
    },
    async mayGoOn(job, signal) {
      const shared = sharedOf(job);
      const claims = shared === undefined ? null : await open(shared);
      if (shared === undefined || claims === null || !('destination' in job)) return;
      const secret = job.file.sha256 ?? (await hashHead(job.file.path, signal));
      const begun = {
        since: Math.floor(deps.serviceNow()),
        patient: patientMark(secret, job.destination.patient.id),
      };
      if (!(await claims.begin(fileOf(shared, job), begun))) throw new ChartdropError('scan-taken-over');
    },
    onJobChanged(job) {
      if (job.state === 'filed') {
        const isGone = job.disposal === 'done' && job.afterFiling !== 'stay';
        mark(job, (claims, file) => (isGone ? claims.release(file) : claims.finish(file)));
      }
      // A person said so, and that counts at every desk until it is brought back here.
      if (job.state === 'dismissed' && job.cause === 'person')
        mark(job, (claims, file) => claims.finish(file));
    },
    trouble: (id) => folders.get(id)?.trouble ?? null,
    async stop() {
      stopped = true;
      for (const { stopTimer } of folders.values()) stopTimer();
      await Promise.all([...folders.values()].map(({ running }) => running));
    },
  };
}
