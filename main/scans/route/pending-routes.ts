import { relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { FolderId } from '../../../preload/contract/ids.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import type { Clock, Log } from '../../base/ports.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { JobChanges } from '../../jobs/job-changes.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import type { PageGuard } from '../../reading/page-guard.ts';
import type { JobActs } from '../../uploads/job-acts.ts';
import { createPendingLookups } from './pending-lookups.ts';
import { createPendingPages } from './pending-pages.ts';
import type { LookupQuery } from './pattern.ts';
import type { Router } from './routes.ts';
import { type ScanRouting, sheetQuery } from './scan-routing.ts';

/** Scans in the inbox whose folder will still give them a destination: once the clinic answers, or their page was read. */
export interface PendingRoutes {
  /** A folder is watched now, or the program starts. */
  nudge(): void;
  stop(): Promise<void>;
}

export function createPendingRoutes(deps: {
  store: JobStore;
  writer: JobWriter;
  changes: JobChanges;
  acts: JobActs;
  pages: Pick<PageGuard, 'isRead' | 'confirm'>;
  routing: Pick<ScanRouting, 'lookUp'>;
  clock: Clock;
  log: Log;
  random: () => number;
  /** Undefined: the folder is not watched. */
  watched: (id: FolderId) => { readonly folder: ScanFolder; readonly router: Router } | undefined;
  /** Whether a folder that is not watched may be later: it was not removed. */
  isAwaited: (id: FolderId) => boolean;
}): PendingRoutes {
  const { routing, changes } = deps;
  /** The lookup for a job, by its sheet or by the folder's present route. `later`: the folder is not watched yet. */
  const queryOf = (job: UploadJob): LookupQuery | 'later' | null => {
    const target = job.part?.target ?? null;
    if (target !== null) return sheetQuery(target);
    const watched = job.folderId === null ? undefined : deps.watched(job.folderId);
    if (watched === undefined) return job.folderId !== null && deps.isAwaited(job.folderId) ? 'later' : null;
    // A part has the name of its stack.
    const named = job.part === undefined ? job : (deps.store.get(job.part.stack) ?? job);
    const relativePath = relative(watched.folder.path, named.file.path).replaceAll(sep, '/');
    const decision = watched.router({ relativePath, token: null, armed: null });
    return decision.kind === 'lookup' ? decision.query : null;
  };
  const lookups = createPendingLookups({
    ...deps,
    async decide(job, signal) {
      for (;;) {
        const query = queryOf(job);
        if (query === null || query === 'later') return query;
        const decision = await routing.lookUp(query, signal);
        // The folder may have been saved with another route meanwhile, which counts.
        if (isDeepStrictEqual(queryOf(job), query)) return decision;
      }
    },
  });
  const pages = createPendingPages({
    ...deps,
    routeOf: (id) => deps.watched(id)?.folder.route.kind ?? null,
  });
  const unsubscribe = changes.subscribe((job) => {
    if (job.state === 'inbox' && job.reason === 'lookup-pending' && job.folderId !== null) lookups.nudge();
  });
  return {
    nudge() {
      lookups.nudge();
      pages.nudge();
    },
    async stop() {
      unsubscribe();
      await Promise.all([lookups.stop(), pages.stop()]);
    },
  };
}
