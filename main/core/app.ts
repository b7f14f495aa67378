import { join } from 'node:path';
import type { FolderId } from '../../preload/contract/ids.ts';
import type { HeicPhotos } from '../../preload/contract/settings.ts';
import { createListeners } from '../base/listeners.ts';
import type { HostPorts, Stop } from '../base/ports.ts';
import type { CallLedger } from '../clinic/budget/call-ledger.ts';
import { type Clinic, createClinic } from '../clinic/clinic.ts';
import type { RateLimit } from '../clinic/budget/rate-budget.ts';
import { createToday, type Today } from '../clinic/today/today.ts';
import { createSealer } from '../database/sealing.ts';
import { createIndexRuns } from '../database/search/index-runs.ts';
import { fileError } from '../files/file-errors.ts';
import { type History, openHistory } from '../jobs/history.ts';
import { createJobChanges } from '../jobs/job-changes.ts';
import { createJobWriter, type JobWriter } from '../jobs/job-writer.ts';
import { createNotes, type Notes } from '../jobs/notes.ts';
import type { UploadJob } from '../jobs/job.ts';
import type { Keep } from '../jobs/retention/retention.ts';
import { createRetentionRuns } from '../jobs/retention/retention-runs.ts';
import { createLookUp } from '../reading/look-up.ts';
import { createPageGuard, type PageGuard } from '../reading/page-guard.ts';
import { createStackReader, type StackReader } from '../sheets/read-stack.ts';
import type { SheetKeys } from '../sheets/sheet-keys.ts';
import type { PageSettings } from '../reading/page-settings.ts';
import { createSharedFolders } from '../scans/claims/shared-folders.ts';
import { createScans, type Scans } from '../scans/scans.ts';
import { type CopyLimits, createKeptCopies, type KeptCopies } from '../uploads/intake/kept-copies.ts';
import { createSpool, type Spool } from '../uploads/intake/spool.ts';
import type { QueueLimits } from '../uploads/queue/queue.ts';
import { type Archives, createArchives } from '../uploads/archives.ts';
import { createRefiles, type Refiles } from '../uploads/refiles.ts';
import { createUploads, type Uploads } from '../uploads/uploads.ts';
import { daySum } from '../../preload/contract/day-sum.ts';
import { dayBalance } from '../jobs/day-balance.ts';
import { createOtherPcs, type OtherPcs } from './other-pcs.ts';
import { createPersonAtDesk, type PersonAtDesk } from './person-at-desk.ts';
import { createActivityLog } from './activity-log.ts';
import type { AppEvents } from './app-events.ts';

/** The ports that hosts provide: everything outside the core. */
export interface AppPorts extends HostPorts {
  /** The data directory of one clinic, created by the host. */
  readonly directory: string;
  readonly dataKey: string;
  readonly apiKey: () => string | null;
  readonly baseUrl: string;
  readonly rateLimit: RateLimit;
  /** Where calls are counted; default: in this process alone. */
  readonly calls?: CallLedger | undefined;
  readonly holdMs: () => number;
  readonly limits: () => QueueLimits;
  readonly heicPhotos: () => HeicPhotos;
  /** Milliseconds without a scan after which the selected patient ends. */
  readonly disarmAfterMs: () => number;
  /** Whether pages are read for the patients whom they name, and what follows. */
  readonly pageSettings: () => PageSettings;
  /** Whether stacks are divided at cover sheets. */
  readonly splitsStacks: () => boolean;
  readonly sheetKeys: SheetKeys;
  readonly keep: () => Keep;
  /** Default: those of `createKeptCopies`. */
  readonly copyLimits?: Partial<CopyLimits>;
}

export interface App {
  readonly clinic: Clinic;
  /** Today's patients, which end with this clinic. */
  readonly today: Pick<Today, 'read' | 'patientIds'>;
  readonly history: History;
  readonly person: Pick<PersonAtDesk, 'name' | 'tell'>;
  readonly notes: Pick<Notes, 'add'>;
  readonly writer: JobWriter;
  readonly uploads: Uploads;
  readonly scans: Scans;
  readonly archives: Archives;
  readonly refiles: Refiles;
  readonly spool: Spool;
  readonly copies: Pick<KeptCopies, 'find'>;
  readonly pages: Pick<PageGuard, 'isPending' | 'isSuggested'>;
  readonly sheetKeys: SheetKeys;
  /** The other PCs that watch one of these folders. */
  readonly otherPcs: Pick<OtherPcs, 'all'>;
  listen(events: AppEvents): Stop;
  /**
   * `folders`: the folders that are about to be watched. Jobs of their scans wait for them (case 55). `others`: what became of
   * all other folders. Scans that wait for a removed folder go to a person; the command line knows only those that it is given.
   */
  start(given: { folders: readonly FolderId[]; others: 'removed' | 'unknown' }): void;
  /** Ends or interrupts everything; nothing runs afterwards. */
  stop(): Promise<void>;
}

/** A part of the core: started after the parts before it in the list, and stopped before them. */
interface Part {
  start?(): void;
  stop?(): Promise<void> | void;
}

function releaseSpooled(job: UploadJob, { spool, log }: { spool: Spool; log: AppPorts['log'] }): void {
  spool.release(job).catch((thrown: unknown) => {
    log.warn('spooled-file-not-removed', { code: fileError(thrown).code });
  });
}

/** Identifies this PC and this data: a copy of the data is another station, as is another PC. */
const stationIdOf = ({ dataKey, station, directory }: AppPorts): string =>
  createSealer(dataKey).digest('station', station, directory).toString('hex').slice(0, 32);

const copiesOf = ({ clock, log, directory, copyLimits }: AppPorts): KeptCopies =>
  createKeptCopies({ clock, log, directory: join(directory, 'copies'), limits: copyLimits });

const stackReaderOf = ({ decoder, sheetKeys, splitsStacks }: AppPorts): StackReader =>
  createStackReader({ decoder, key: () => sheetKeys.read(), isOn: splitsStacks });

/**
 * Builds the core over its ports: each part uses only those above it. Nothing runs before `start()`. Throws what
 * `openHistory` throws.
 */
export function createApp(ports: AppPorts): App {
  const { clock, log, random, trash, decoder, network } = ports;
  const { directory, dataKey, sheetKeys, apiKey, baseUrl, rateLimit, calls, userAgent } = ports;
  const { osUser, station, holdMs, limits, heicPhotos, disarmAfterMs, pageSettings, keep } = ports;
  const events = createListeners<AppEvents>(log);

  const clinic = createClinic({ apiKey, baseUrl, userAgent, rateLimit, calls, clock, network });
  const { client, budget, serverClock, userId: apiUser } = clinic;
  const today = createToday({ clinic, clock, apiKey });

  const person = createPersonAtDesk();
  events.add(person);
  const actor = () => ({ osUser, station, apiUser: apiUser(), person: person.name() });
  const history = openHistory({ directory, dataKey, access: 'work', clock, actor });
  const store = history.jobs;
  const notes = createNotes({ history, clock, log });
  const changes = createJobChanges(log);
  const writer = createJobWriter(store, changes.committed);
  changes.subscribe((job) => events.tell((listener) => listener.onJobChanged?.(job)));

  const copies = copiesOf(ports);
  const spool = createSpool(join(directory, 'spool'));
  changes.subscribe((job) => releaseSpooled(job, { spool, log }));

  const shared = createSharedFolders({
    ...{ store, writer, changes, clock, log, baseUrl },
    stationId: stationIdOf(ports),
    serviceNow: () => serverClock.now(),
    lastPath: (id) => history.knownFiles.scope(id)?.path ?? null,
    onTrouble: (folder) => events.tell((listener) => listener.onFolderChanged?.(folder)),
  });

  const pages = createPageGuard({
    ...{ store, writer, changes, copies, decoder, clock, log, random, settings: pageSettings },
    lookUp: createLookUp({ client, clock, rateLimit }),
  });
  const uploads = createUploads({
    ...{ store, writer, changes, copies, client, budget, serverClock, clock, log, decoder, random },
    ...{ stackReader: stackReaderOf(ports), apiUser, holdMs, limits, heicPhotos, pages },
    mayGoOn: (job, signal) => shared.mayGoOn(job, signal),
    onStorage: (host) => history.meetStorage(host),
    onProgress: (id, sent) => events.tell((listener) => listener.onProgress?.(id, sent)),
    onPauseChanged: () => events.tell((listener) => listener.onPauseChanged?.()),
    onError: ({ code }) => log.warn('poll-failed', { code }),
  });
  const scans = createScans({
    ...{ history, notes, writer, changes, uploads, shared, pages, client, clock },
    ...{ log, trash, random, disarmAfterMs },
    onArmedChanged: (change) => events.tell((listener) => listener.onArmedChanged?.(change)),
    onFolderChanged: (folder) => events.tell((listener) => listener.onFolderChanged?.(folder)),
    onAccountChanged: (folder) => events.tell((listener) => listener.onAccountChanged?.(folder)),
    onStuck: (news) => events.tell((listener) => listener.onStuck?.(news)),
  });
  const archives = createArchives({
    ...{ client, history, writer, clock, log, random },
    onChanged: () => events.tell((listener) => listener.onArchivesChanged?.()),
  });
  const refiles = createRefiles({ history, changes, writer, client, spool, clock, archives, log, holdMs });
  const otherPcs = createOtherPcs({
    ...{ shared, clock, log },
    name: station,
    sum: () =>
      daySum({
        ...{ counts: store.counts(), today: dayBalance(store, clock.now()) },
        ...{ archives: archives.pending(), stuck: scans.stuck() },
      }),
  });
  const retention = createRetentionRuns({ retention: history.retention, clock, log, keep });

  events.add(createActivityLog(log, { uploads, scans }));

  const parts: readonly Part[] = [
    ...[{ stop: () => history.close() }, today, notes, changes, shared, pages, uploads],
    ...[scans, archives, refiles, otherPcs, retention, createIndexRuns({ index: history.index, clock, log })],
  ];

  return {
    ...{ clinic, today, history, person, notes, writer, uploads, scans },
    ...{ archives, refiles, spool, copies, pages, sheetKeys, otherPcs },
    listen: (listener) => events.add(listener),
    start({ folders, others }) {
      if (others === 'unknown') shared.knowNotAll();
      for (const id of folders) shared.awaitFolder(id);
      for (const part of parts) part.start?.();
    },
    async stop() {
      for (const part of parts.toReversed()) await part.stop?.();
    },
  };
}
