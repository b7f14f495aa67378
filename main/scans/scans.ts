import { relative, sep } from 'node:path';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { AttachmentId, FolderId } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../../preload/contract/job.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { ClinicClient } from '../clinic/client.ts';
import { asChartdropError } from '../base/errors.ts';
import type { History } from '../jobs/history.ts';
import { localDay } from '../base/local-day.ts';
import type { Notes } from '../jobs/notes.ts';
import type { Clock, Log, Trash } from '../base/ports.ts';
import type { Placement } from '../uploads/intake/intake.ts';
import { patientDetail } from '../jobs/job-writer.ts';
import type { Uploads } from '../uploads/uploads.ts';
import {
  type ActiveDestination,
  type ArmedChange,
  type ArmedToken,
  createActiveDestination,
} from './route/active-destination.ts';
import { askClinic } from './route/ask-clinic.ts';
import { createDisposals } from './put-away/disposals.ts';
import { watchFolder } from './watch/folder-watch.ts';
import { decideLookup, type LookupDecision } from './route/lookups.ts';
import type { LookupQuery } from './route/pattern.ts';
import { pendingEventsHandled } from './watch/pending-events.ts';
import { moveJobs } from './watch/moved-folder.ts';
import { createPendingLookups } from './route/pending-lookups.ts';
import { placeRebuilt } from './identity/rebuild.ts';
import { createRouter, type Router } from './route/routes.ts';
import type { SharedFolders } from './claims/shared-folders.ts';
import { takeShared } from './claims/take-shared.ts';
import type { FinishedScan, FolderStatus, FolderWatch } from './watch/watched-folder.ts';

export interface ScansDeps {
  readonly history: History;
  readonly notes: Pick<Notes, 'add'>;
  readonly uploads: Uploads;
  readonly shared: SharedFolders;
  readonly client: ClinicClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly trash: Trash;
  readonly random: () => number;
  readonly disarmAfterMs: () => number;
  readonly onArmedChanged: (change: ArmedChange) => void;
  readonly onFolderChanged: (folder: ScanFolder) => void;
}

/** The scan domain, put together: folders are watched, finished files routed, filed files put away. */
export interface Scans {
  readonly active: ActiveDestination;
  /**
   * Watches a folder; `takeExisting` says what happens to the files that lie there when it is watched for the first time.
   * Throws `pattern-invalid`. Resolves after the first listing, with how many files lay there.
   */
  watch(folder: ScanFolder, options: { takeExisting: boolean }): Promise<{ existing: number }>;
  unwatch(id: FolderId): Promise<void>;
  rescan(id: FolderId): Promise<void>;
  /** Takes what lay there and was left alone; resolves when the listing that finds it is done. */
  takeLeft(id: FolderId): Promise<void>;
  status(id: FolderId): FolderStatus | null;
  /** What hinders the agreement with other PCs on the folder; see `FolderView`. */
  trouble(id: FolderId): ErrorCode | null;
  /** To be told of every change of a job. */
  onJobChanged(job: UploadJob): void;
  start(): void;
  stop(): Promise<void>;
}

interface Watched {
  readonly folder: ScanFolder;
  readonly router: Router;
  readonly watch: FolderWatch;
}

const isScan = (job: UploadJob): job is UploadJob & { folderId: FolderId } =>
  job.source === 'scan' && job.folderId !== null;

export function createScans(deps: ScansDeps): Scans {
  const { history, notes, uploads, clock, log } = deps;
  const end = new AbortController();
  const folders = new Map<FolderId, Watched>();

  const recordArmed = ({ destination, ...change }: ArmedChange): void => {
    const { patient } = destination;
    const draft = {
      patientId: patient.id,
      ...(destination.kind === 'case' ? { caseId: destination.case.id } : {}),
      detail: { ...patientDetail(patient), ...(change.kind === 'disarmed' ? { reason: change.reason } : {}) },
    };
    // A person waits for the arming, and is told where it fails; a time that runs out asks nobody.
    if (change.kind === 'armed') history.record({ kind: 'destination-armed', ...draft });
    else notes.add({ kind: 'destination-disarmed', ...draft });
  };

  const active = createActiveDestination({
    clock,
    eventsHandled: pendingEventsHandled,
    disarmAfterMs: deps.disarmAfterMs,
    onChanged(change) {
      // The window first: it must show who is armed, whatever becomes of the entry.
      deps.onArmedChanged(change);
      // What lies there already, unseen as yet, appeared before: a listing now lets later scans be told from it.
      if (change.kind === 'armed')
        for (const { folder, watch } of folders.values()) {
          if (folder.route.kind === 'active') void watch.rescan();
        }
      recordArmed(change);
    },
  });

  const lookUp = async (query: LookupQuery, signal: AbortSignal): Promise<LookupDecision> =>
    decideLookup(query, await askClinic(deps.client, query, { priority: 'background', signal }));

  const placement = async (
    router: Router,
    scan: Pick<FinishedScan<ArmedToken | null>, 'relativePath' | 'token'>,
  ): Promise<Placement> => {
    const decision = router({ ...scan, armed: active.snapshot(clock.monotonic()) });
    if (decision.kind === 'inbox') return { ...decision, candidates: [] };
    if (decision.kind === 'destination') return decision;
    try {
      return await lookUp(decision.query, end.signal);
    } catch (thrown) {
      // The scan is taken all the same, so that people see it; the question is put again.
      log.warn('lookup-not-answered', { code: asChartdropError(thrown).code });
      return { kind: 'inbox', reason: 'lookup-pending', candidates: [] };
    }
  };

  const namingOf = ({ id, nameTemplate }: ScanFolder): UploadJob['naming'] =>
    nameTemplate === null
      ? null
      : { template: nameTemplate, counter: history.jobs.takenSince(id, localDay(clock.now()).from) + 1 };

  const onFinished = async (
    router: Router,
    scan: FinishedScan<ArmedToken | null>,
    given: { layThere: boolean; elsewhere: () => void },
  ): Promise<void> => {
    const take = async (place: Placement): Promise<void> => {
      await uploads.intake.take(
        {
          path: scan.path,
          finished: scan.fingerprint,
          source: 'scan',
          folderId: scan.folder.id,
          appearedAt: scan.appearedAt,
          description: scan.folder.description,
          naming: namingOf(scan.folder),
          afterFiling: scan.folder.afterFiling,
          placement: place,
          appearance: {
            kind: scan.appearance === 'doubtful' ? 'again' : scan.appearance,
            relativePath: scan.relativePath,
            note: scan.note,
            isKnown: (path) => folders.get(scan.folder.id)?.watch.isKnown(path) ?? false,
            onRenamed: (path) => folders.get(scan.folder.id)?.watch.putAway(path),
          },
          duplicateAccepted: false,
        },
        end.signal,
      );
    };
    const options = { priority: 'background', signal: end.signal } as const;
    const isServed = (id: AttachmentId): boolean => history.jobs.servedBy(id) !== null;
    const place = async (): Promise<Placement> => {
      const routed = await placement(router, scan);
      // A file that is left alone, or its name used again: nothing of it is filed unasked, and nothing is kept back.
      if (scan.appearance === 'doubtful') {
        const candidates = routed.kind === 'inbox' ? routed.candidates : [routed.destination];
        return { kind: 'inbox', reason: 'was-left-alone', candidates };
      }
      return given.layThere ? placeRebuilt(routed, scan.path, { ...deps, isServed, options }) : routed;
    };
    await takeShared(scan, {
      shared: deps.shared,
      place,
      take,
      elsewhere: given.elsewhere,
      signal: end.signal,
    });
  };

  const disposals = createDisposals({
    ...deps,
    store: history.jobs,
    writer: uploads.writer,
    folderPath: (job) => (job.folderId === null ? null : (folders.get(job.folderId)?.folder.path ?? null)),
    // Not at each later change of the job, as by the second look at its case: another scan has its name by then.
    onPutAway(job) {
      if (isScan(job)) folders.get(job.folderId)?.watch.putAway(job.file.path);
    },
  });

  const lookups = createPendingLookups({
    ...deps,
    store: history.jobs,
    writer: uploads.writer,
    acts: uploads.acts,
    async decide(job, signal) {
      const watched = job.folderId === null ? undefined : folders.get(job.folderId);
      if (watched === undefined) return null;
      const relativePath = relative(watched.folder.path, job.file.path).replaceAll(sep, '/');
      const decision = watched.router({ relativePath, token: null, armed: null });
      return decision.kind === 'lookup' ? lookUp(decision.query, signal) : null;
    },
  });

  const unwatch = async (id: FolderId): Promise<void> => {
    const watched = folders.get(id);
    folders.delete(id);
    await watched?.watch.stop();
    await deps.shared.detach(id);
  };

  return {
    active,
    async watch(folder, options) {
      const router = createRouter(folder.route);
      deps.shared.awaitFolder(folder.id);
      await unwatch(folder.id);
      const from = history.knownFiles.scope(folder.id)?.path;
      if (from !== undefined && from !== folder.path) {
        await moveJobs(folder, from, { store: history.jobs, writer: uploads.writer });
      }
      deps.shared.attach(folder);
      // The records of what lay there were lost with a damaged database: it is taken up again, with care.
      const rebuilds = history.setAside !== null && !history.knownFiles.hasBaseline(folder.id);
      const layThere = new Set<string>();
      let isListed = false;
      const takeExisting = options.takeExisting || rebuilds;
      const watch = watchFolder<ArmedToken | null>(
        folder,
        { takeExisting },
        {
          clock,
          log,
          known: history.knownFiles,
          onAppeared(path, since) {
            if (rebuilds && !isListed) layThere.add(path);
            return active.snapshot(since);
          },
          onActivity(token) {
            // Only a scan that goes to the active destination keeps it armed.
            if (folder.route.kind === 'active') active.touch(token);
          },
          async onFinished(scan, elsewhere) {
            await onFinished(router, scan, { layThere: layThere.has(scan.path), elsewhere });
            // What comes under that name from now on is new.
            layThere.delete(scan.path);
          },
          onVanished({ code }) {
            deps.onFolderChanged(folder);
            notes.add({ kind: 'folder-vanished', detail: { folder: folder.path, error: code } });
          },
          onReturned() {
            deps.onFolderChanged(folder);
            notes.add({ kind: 'folder-returned', detail: { folder: folder.path } });
          },
        },
      );
      folders.set(folder.id, { folder, router, watch });
      void watch.ready.then(() => (isListed = true));
      // What was filed before the folder was watched (again) can be put away now.
      disposals.nudge();
      lookups.nudge();
      return watch.ready;
    },
    async unwatch(id) {
      deps.shared.forget(id);
      await unwatch(id);
    },
    rescan: async (id) => folders.get(id)?.watch.rescan(),
    takeLeft: async (id) => folders.get(id)?.watch.takeLeft(),
    status: (id) => folders.get(id)?.watch.status() ?? null,
    trouble: (id) => deps.shared.trouble(id),
    onJobChanged(job) {
      if (job.state === 'filed' && job.disposal === 'pending') disposals.nudge();
      if (job.state !== 'inbox' || job.folderId === null) return;
      if (job.reason === 'file-changed') folders.get(job.folderId)?.watch.recheck(job.file.path);
      if (job.reason === 'lookup-pending') lookups.nudge();
    },
    start() {
      disposals.nudge();
      lookups.nudge();
    },
    async stop() {
      active.disarm('exit');
      end.abort();
      await Promise.all([...folders.values()].map(({ watch }) => watch.stop()));
      await Promise.all([disposals.stop(), lookups.stop(), deps.shared.stop()]);
    },
  };
}
