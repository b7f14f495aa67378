import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { FolderAccount } from '../../preload/contract/folder-account.ts';
import type { AttachmentId, FolderId } from '../../preload/contract/ids.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import { createListeners } from '../base/listeners.ts';
import { localDay } from '../base/local-day.ts';
import type { Clock, Log, Trash } from '../base/ports.ts';
import type { ClinicClient } from '../clinic/client.ts';
import type { History } from '../jobs/history.ts';
import type { JobChanges } from '../jobs/job-changes.ts';
import type { JobWriter } from '../jobs/job-writer.ts';
import { isOver, type UploadJob } from '../jobs/job.ts';
import type { Notes } from '../jobs/notes.ts';
import type { PageGuard } from '../reading/page-guard.ts';
import type { Placement } from '../uploads/intake/intake.ts';
import type { Uploads } from '../uploads/uploads.ts';
import { type Accounts, createAccounts, type StuckNews } from './account/accounts.ts';
import type { SharedFolders } from './claims/shared-folders.ts';
import { createFolderWatches } from './folder-watches.ts';
import { createRebuild, placeRebuilt, type Rebuild } from './identity/rebuild.ts';
import { followScans, type PipelineSteps } from './pipeline.ts';
import { createDisposals } from './put-away/disposals.ts';
import {
  type ActiveDestination,
  type ArmedChange,
  type ArmedToken,
  createActiveDestination,
} from './route/active-destination.ts';
import { recordArmed } from './route/record-armed.ts';
import { createPendingRoutes } from './route/pending-routes.ts';
import { createRouter, type Router } from './route/routes.ts';
import { createScanRouting } from './route/scan-routing.ts';
import { watchFolder } from './watch/folder-watch.ts';
import { moveJobs } from './watch/moved-folder.ts';
import { pendingEventsHandled } from './watch/pending-events.ts';
import type { FolderStatus, FolderWatch, Scan } from './watch/watched-folder.ts';

export interface ScansDeps {
  readonly history: History;
  readonly notes: Pick<Notes, 'add'>;
  readonly writer: JobWriter;
  readonly changes: JobChanges;
  readonly uploads: Uploads;
  readonly shared: SharedFolders;
  readonly pages: Pick<PageGuard, 'isRead' | 'confirm'>;
  readonly client: ClinicClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly trash: Trash;
  readonly random: () => number;
  readonly disarmAfterMs: () => number;
  readonly onArmedChanged: (change: ArmedChange) => void;
  readonly onFolderChanged: (folder: ScanFolder) => void;
  readonly onAccountChanged: (folder: ScanFolder) => void;
  readonly onStuck: (news: StuckNews) => void;
}

/** The scan domain: watches folders, routes finished files, puts filed files away. */
export interface Scans {
  readonly active: ActiveDestination;
  /**
   * Watches a folder. `takeExisting`: whether existing files are filed when it is watched for the first time. Resolves
   * after the first listing with the number of these files. Throws `pattern-invalid`.
   */
  watch(folder: ScanFolder, options: { takeExisting: boolean }): Promise<{ existing: number }>;
  unwatch(id: FolderId): Promise<void>;
  rescan(id: FolderId): Promise<void>;
  /** Files the skipped files; resolves when the listing that finds them is done. */
  takeLeft(id: FolderId): Promise<void>;
  status(id: FolderId): FolderStatus | null;
  /** Every entry of the folder that is no job; null if it is not watched. */
  account(id: FolderId): FolderAccount | null;
  /** See `Accounts`. */
  stuck: Accounts['stuck'];
  /** Why PCs cannot agree on the folder; see `FolderView`. */
  trouble(id: FolderId): ErrorCode | null;
  start(): void;
  stop(): Promise<void>;
}

type Token = ArmedToken | null;

interface Watched {
  readonly folder: ScanFolder;
  readonly router: Router;
  readonly watch: FolderWatch<Token>;
  /** Resolves when the last of its scans was followed. */
  readonly followed: Promise<void>;
}

const isScan = (job: UploadJob): job is UploadJob & { folderId: FolderId } =>
  job.source === 'scan' && job.folderId !== null;

export function createScans(deps: ScansDeps): Scans {
  const { history, notes, writer, changes, uploads, shared, client, clock, log, trash, random } = deps;
  const store = history.jobs;
  const end = new AbortController();
  const { signal } = end;
  const folders = createFolderWatches<Watched>({
    signal,
    async end({ watch, followed }) {
      await watch.stop();
      await followed;
    },
    onEnded: (id) => shared.detach(id),
  });
  const watchOf = (job: UploadJob): FolderWatch<Token> | undefined =>
    job.folderId === null ? undefined : folders.get(job.folderId)?.watch;

  const active = createActiveDestination({
    clock,
    eventsHandled: pendingEventsHandled,
    disarmAfterMs: deps.disarmAfterMs,
    onChanged(change) {
      // The window first: it must show the selection even if the entry fails.
      deps.onArmedChanged(change);
      // Existing unseen files appeared before; a listing now separates them from later scans.
      if (change.kind === 'armed')
        for (const { folder, watch } of folders.all()) {
          if (folder.route.kind === 'active') void watch.rescan();
        }
      recordArmed(change, { history, notes });
    },
  });

  const routing = createScanRouting({ active, client, clock, log, signal });

  const namingOf = ({ id, nameTemplate }: ScanFolder): UploadJob['naming'] =>
    nameTemplate === null
      ? null
      : { template: nameTemplate, counter: store.takenSince(id, localDay(clock.now()).from) + 1 };

  const isServed = (id: AttachmentId): boolean => store.servedBy(id) !== null;

  const newFile = (scan: Scan<Token>, placement: Placement, watch: FolderWatch<Token>) => ({
    path: scan.path,
    finished: scan.fingerprint,
    source: 'scan' as const,
    folderId: scan.folder.id,
    appearedAt: scan.appearedAt,
    description: scan.folder.description,
    naming: namingOf(scan.folder),
    afterFiling: scan.folder.afterFiling,
    placement,
    appearance: {
      kind: scan.appearance === 'doubtful' ? ('again' as const) : scan.appearance,
      relativePath: scan.relativePath,
      note: scan.note,
      isKnown: (path: string) => watch.isKnown(path),
      onRenamed: (path: string) => watch.putAway(path),
    },
    duplicateAccepted: false,
    placeSheet: routing.placeSheet,
  });

  /** The steps of one folder's scans. */
  const stepsOf = (router: Router, rebuild: Rebuild, watch: FolderWatch<Token>): PipelineSteps<Token> => ({
    signal,
    async claim(scan) {
      const claim = await shared.claim(scan.folder, scan);
      if (claim.kind === 'done') rebuild.taken(scan.path);
      return claim;
    },
    release: (scan) => shared.release(scan.folder, scan),
    async route(scan): Promise<Placement> {
      const routed = await routing.route(router, scan);
      // A skipped file, or a reused name: nothing is filed without asking, and nothing is held back.
      if (scan.appearance === 'doubtful') {
        const candidates = routed.kind === 'inbox' ? routed.candidates : [routed.destination];
        return { kind: 'inbox', reason: 'was-left-alone', candidates };
      }
      if (!rebuild.lay(scan.path)) return routed;
      const options = { priority: 'background', signal } as const;
      return placeRebuilt(routed, scan.path, { client, isServed, options });
    },
    async takeIn(scan, placement) {
      await uploads.intake.takeIn(newFile(scan, placement, watch), signal);
      rebuild.taken(scan.path);
    },
  });

  const recount = createListeners<{ onRecount(): void }>(log);
  const disposals = createDisposals({
    ...{ store, writer, trash, clock, log, random },
    folderPath: (job) => (job.folderId === null ? null : (folders.get(job.folderId)?.folder.path ?? null)),
    mayBeRenamed: (job) => watchOf(job)?.isKnown(job.file.path) ?? false,
    // Not at each later change of the job, such as the second check of its case, since another scan may have the name.
    onPutAway(job) {
      if (isScan(job)) watchOf(job)?.putAway(job.file.path);
    },
    onFailures: () => recount.tell((listener) => listener.onRecount()),
  });
  const accounts = createAccounts({
    ...{ clock, log, stored: history.accounts },
    folders: () => folders.all().map(({ folder }) => folder),
    status: (id) => folders.get(id)?.watch.status() ?? null,
    notPutAway: (id) => disposals.failures(id),
    onChanged: deps.onAccountChanged,
    onStuck: deps.onStuck,
  });
  recount.add({ onRecount: () => accounts.nudge() });

  const pending = createPendingRoutes({
    ...{ store, writer, changes, acts: uploads.acts, pages: deps.pages, routing, clock, log, random },
    watched: (id) => folders.get(id),
    isAwaited: (id) => shared.isAwaited(id),
  });

  const unsubscribe = changes.subscribe((job) => {
    if (isOver(job) && job.disposal === 'pending') disposals.nudge();
    if (job.state !== 'inbox' || job.folderId === null) return;
    if (job.reason === 'file-changed') watchOf(job)?.recheck(job.file.path);
  });

  const beginWatch = async (
    folder: ScanFolder,
    router: Router,
    options: { takeExisting: boolean },
  ): Promise<Watched> => {
    const from = history.knownFiles.scope(folder.id)?.path;
    if (from !== undefined && from !== folder.path) await moveJobs(folder, from, { store, writer });
    shared.attach(folder);
    // The records of these files were lost with a damaged database: they are taken again carefully.
    const rebuild = createRebuild(history.setAside !== null && !history.knownFiles.hasBaseline(folder.id));
    const watch = watchFolder<Token>(
      folder,
      { takeExisting: options.takeExisting || rebuild.isNeeded },
      {
        clock,
        log,
        known: history.knownFiles,
        onAppeared(path, since) {
          rebuild.appeared(path);
          return active.snapshot(since);
        },
        onActivity(token) {
          // Only a scan for the selected patient keeps the selection.
          if (folder.route.kind === 'active') active.touch(token);
        },
        onVanished({ code }) {
          deps.onFolderChanged(folder);
          notes.add({ kind: 'folder-vanished', detail: { folder: folder.path, error: code } });
        },
        onReturned() {
          deps.onFolderChanged(folder);
          notes.add({ kind: 'folder-returned', detail: { folder: folder.path } });
        },
        onAccount: () => accounts.nudge(),
      },
    );
    const followed = followScans(watch, stepsOf(router, rebuild, watch));
    void watch.ready.then(() => rebuild.listed());
    return { folder, router, watch, followed };
  };

  const resume = (): void => {
    disposals.nudge();
    pending.nudge();
  };

  return {
    active,
    async watch(folder, options) {
      const router = createRouter(folder.route);
      shared.awaitFolder(folder.id);
      const watched = await folders.replace(folder.id, () => beginWatch(folder, router, options));
      if (watched === null) return { existing: 0 };
      // Files that were filed before the folder was watched can be put away now.
      resume();
      return watched.watch.ready;
    },
    async unwatch(id) {
      shared.forget(id);
      await folders.remove(id, () => accounts.forget(id));
      // Scans that wait for its route go to a person.
      pending.nudge();
    },
    rescan: async (id) => (await folders.current(id))?.watch.rescan(),
    takeLeft: async (id) => (await folders.current(id))?.watch.takeLeft(),
    status: (id) => folders.get(id)?.watch.status() ?? null,
    account: (id) => accounts.of(id),
    stuck: () => accounts.stuck(),
    trouble: (id) => shared.trouble(id),
    start: resume,
    async stop() {
      active.disarm('exit');
      await accounts.stop();
      end.abort();
      await folders.stop();
      await Promise.all([disposals.stop(), pending.stop()]);
      unsubscribe();
    },
  };
}
