import { join } from 'node:path';
import type { FolderId } from '../../preload/contract/ids.ts';
import type { HeicPhotos } from '../../preload/contract/settings.ts';
import { createActivityLog } from './activity-log.ts';
import type { AppEvents } from './app-events.ts';
import { type Clinic, createClinic } from '../clinic/clinic.ts';
import type { RateLimit } from '../clinic/rate-budget.ts';
import { type History, openHistory } from '../jobs/history.ts';
import { createNotes, type Notes } from '../jobs/notes.ts';
import type { Keep } from '../jobs/retention.ts';
import { createRetentionRuns } from '../jobs/retention-runs.ts';
import type { HostPorts, Stop } from '../base/ports.ts';
import { createSealer } from '../database/sealing.ts';
import { createScans, type Scans } from '../scans/scans.ts';
import { createSharedFolders } from '../scans/claims/shared-folders.ts';
import type { QueueLimits } from '../uploads/queue/queue.ts';
import { fileError } from '../files/file-errors.ts';
import { type CopyLimits, createKeptCopies, type KeptCopies } from '../uploads/intake/kept-copies.ts';
import { createRefiles, type Refiles } from '../uploads/refiles.ts';
import { createSpool, type Spool } from '../uploads/intake/spool.ts';
import { createUploads, type Uploads } from '../uploads/uploads.ts';

/** What the hosts provide: everything outside the core. */
export interface AppPorts extends HostPorts {
  /** The data directory of one clinic; made by the host. */
  readonly directory: string;
  readonly dataKey: string;
  readonly apiKey: () => string | null;
  readonly baseUrl: string;
  readonly rateLimit: RateLimit;
  readonly holdMs: () => number;
  readonly limits: () => QueueLimits;
  readonly heicPhotos: () => HeicPhotos;
  /** Milliseconds without a scan after which the active destination disarms. */
  readonly disarmAfterMs: () => number;
  readonly keep: () => Keep;
  /** Left out, those of `createKeptCopies`. */
  readonly copyLimits?: Partial<CopyLimits>;
}

export interface App {
  readonly clinic: Clinic;
  readonly history: History;
  readonly notes: Pick<Notes, 'add'>;
  readonly uploads: Uploads;
  readonly scans: Scans;
  readonly refiles: Refiles;
  readonly spool: Spool;
  readonly copies: Pick<KeptCopies, 'find'>;
  listen(events: AppEvents): Stop;
  /** `folders`: those that are about to be watched. Jobs of their scans wait for them (case 55). */
  start(given?: { folders: readonly FolderId[] }): void;
  /** Everything ends or breaks off, and nothing runs afterwards. */
  stop(): Promise<void>;
}

/**
 * Puts the core together over its ports; nothing runs before `start()`. Throws what `openHistory` throws.
 */
export function createApp(ports: AppPorts): App {
  const clinic = createClinic(ports);
  const history = openHistory({
    directory: ports.directory,
    dataKey: ports.dataKey,
    access: 'work',
    clock: ports.clock,
    actor: () => ({ osUser: ports.osUser, station: ports.station, apiUser: clinic.userId() }),
  });
  const notes = createNotes({ ...ports, history });
  const listeners = new Set<AppEvents>();
  const tell = (call: (events: AppEvents) => void): void => listeners.forEach(call);

  const copies = createKeptCopies({
    clock: ports.clock,
    log: ports.log,
    directory: join(ports.directory, 'copies'),
    limits: ports.copyLimits,
  });
  const uploads = createUploads({
    ...ports,
    store: history.jobs,
    copies,
    client: clinic.client,
    budget: clinic.budget,
    serverClock: clinic.serverClock,
    apiUser: clinic.userId,
    mayGoOn: (job, signal) => shared.mayGoOn(job, signal),
    onChanged(job) {
      shared.onJobChanged(job);
      scans.onJobChanged(job);
      refiles.onJobChanged(job);
      spool.release(job).catch((thrown: unknown) => {
        ports.log.warn('spooled-file-not-removed', { code: fileError(thrown).code });
      });
      tell((events) => events.onJobChanged?.(job));
    },
    onStorage: (host) => history.meetStorage(host),
    onProgress: (id, sent) => tell((events) => events.onProgress?.(id, sent)),
    onPauseChanged: () => tell((events) => events.onPauseChanged?.()),
    onError: (error) => ports.log.warn('poll-failed', { code: error.code }),
  });

  const spool = createSpool(join(ports.directory, 'spool'));
  const refiles = createRefiles({
    ...ports,
    history,
    writer: uploads.writer,
    client: clinic.client,
    spool,
  });
  const shared = createSharedFolders({
    ...ports,
    store: history.jobs,
    writer: uploads.writer,
    // Of this PC, and of this data on it: a copy of the data beside it is another station, as is one on another PC.
    stationId: createSealer(ports.dataKey)
      .digest('station', ports.station, ports.directory)
      .toString('hex')
      .slice(0, 32),
    serviceNow: () => clinic.serverClock.now(),
    lastPath: (id) => history.knownFiles.scope(id)?.path ?? null,
    onTrouble: (folder) => tell((events) => events.onFolderChanged?.(folder)),
  });
  const scans = createScans({
    ...ports,
    history,
    notes,
    uploads,
    shared,
    client: clinic.client,
    onArmedChanged: (change) => tell((events) => events.onArmedChanged?.(change)),
    onFolderChanged: (folder) => tell((events) => events.onFolderChanged?.(folder)),
  });

  listeners.add(createActivityLog(ports.log, { uploads, scans }));

  const retention = createRetentionRuns({ ...ports, retention: history.retention });

  return {
    clinic,
    history,
    notes,
    uploads,
    scans,
    refiles,
    spool,
    copies,
    listen(events) {
      listeners.add(events);
      return () => listeners.delete(events);
    },
    start({ folders } = { folders: [] }) {
      for (const id of folders) shared.awaitFolder(id);
      uploads.start();
      scans.start();
      refiles.start();
      retention.start();
    },
    async stop() {
      retention.stop();
      await scans.stop();
      await refiles.stop();
      await uploads.stop();
      notes.stop();
      history.close();
    },
  };
}
