import type { JobId } from '../preload/contract/ids.ts';
import type { UploadJob } from '../preload/contract/job.ts';
import { type Clinic, createClinic } from './clinic/clinic.ts';
import type { RateLimit } from './clinic/rate-budget.ts';
import { type History, openHistory } from './history/history.ts';
import type { Clock, Log, Stop } from './ports.ts';
import type { QueueLimits } from './uploads/queue.ts';
import { createUploads, type Uploads } from './uploads/uploads.ts';

/** What the hosts provide: everything outside the core. */
export interface AppPorts {
  /** The data directory of one clinic; made by the host. */
  readonly directory: string;
  readonly dataKey: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly osUser: string;
  readonly station: string;
  readonly apiKey: () => string | null;
  readonly baseUrl: string;
  readonly userAgent: string;
  readonly rateLimit: RateLimit;
  readonly holdMs: () => number;
  readonly limits: () => QueueLimits;
}

/** What happens in the core, for whoever shows it. */
export interface AppEvents {
  onJobChanged?: (job: UploadJob) => void;
  onProgress?: (id: JobId, sent: number) => void;
  onPauseChanged?: () => void;
}

export interface App {
  readonly clinic: Clinic;
  readonly history: History;
  readonly uploads: Uploads;
  listen(events: AppEvents): Stop;
  start(): void;
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
  const listeners = new Set<AppEvents>();
  const tell = (call: (events: AppEvents) => void): void => listeners.forEach(call);

  const uploads = createUploads({
    ...ports,
    store: history.jobs,
    client: clinic.client,
    budget: clinic.budget,
    serverClock: clinic.serverClock,
    apiUser: clinic.userId,
    onChanged: (job) => tell((events) => events.onJobChanged?.(job)),
    onProgress: (id, sent) => tell((events) => events.onProgress?.(id, sent)),
    onPauseChanged: () => tell((events) => events.onPauseChanged?.()),
    onError: (error) => ports.log.warn('processing poll', { code: error.code }),
  });

  return {
    clinic,
    history,
    uploads,
    listen(events) {
      listeners.add(events);
      return () => listeners.delete(events);
    },
    start: () => uploads.start(),
    async stop() {
      await uploads.stop();
      history.close();
    },
  };
}
