import type { Diagnosis } from '../../preload/contract/diagnosis.ts';
import { asChartdropError } from '../base/errors.ts';
import type { Clock, Log, Stop } from '../base/ports.ts';
import { createRetryingTask } from '../base/retrying-task.ts';
import { connectionOf } from '../clinic/diagnose.ts';
import type { CallOptions } from '../clinic/http.ts';
import { saysUnreachable } from '../clinic/http-errors.ts';
import type { ClinicUser } from '../clinic/schemas.ts';
import type { UploadJob } from '../jobs/job.ts';
import type { App } from './app.ts';

export type Connection = 'unknown' | 'online' | 'offline' | 'key-rejected';

/** Whether the clinic can be reached, and the key's user. */
export interface ConnectionMonitor {
  connection(): Connection;
  /** null until the clinic has returned it. */
  user(): ClinicUser | null;
  /** Asks the clinic for the key's user. Throws the call's errors. */
  identify(options: CallOptions): Promise<void>;
  /** Learns from a check that a person asked for. */
  diagnosed(found: Diagnosis): void;
  stop(): Promise<void>;
}

/** Milliseconds between tries to reach an unreachable clinic, even without waiting jobs. */
const probeMs = 10_000;

/** Learns from the calls of jobs too. Once the network is back the queue resumes. */
export function createConnectionMonitor(deps: {
  app: Pick<App, 'clinic' | 'listen' | 'uploads'>;
  clock: Clock;
  log: Log;
  onChanged: () => void;
}): ConnectionMonitor {
  const { app, clock, log } = deps;
  let connection: Connection = 'unknown';
  let user: ClinicUser | null = null;
  let isStopped = false;
  /** Questions, and the newest one that the clinic has answered: a late answer may be about an earlier key. */
  let [asked, answered] = [0, 0];

  const probes = createRetryingTask({
    clock,
    async work(signal) {
      if (connection !== 'offline') return null;
      // Jobs wait for the same: the next upload shows that the clinic can be reached again.
      if (app.uploads.queue.isProbing()) return probeMs;
      await identify({ priority: 'window', signal });
      return null;
    },
    backoffMs: () => (connection === 'offline' ? probeMs : null),
    // `identify` has stored the result.
    onError: () => undefined,
  });

  const set = (next: Connection): void => {
    if (isStopped) return;
    const before = connection;
    connection = next;
    if (before !== next) log.info('connection-changed', { connection: next });
    if (next === 'offline') probes.nudge(probeMs);
    if (next !== 'offline' && before === 'offline') app.uploads.queue.resume('network');
    deps.onChanged();
  };

  async function identify(options: CallOptions): Promise<void> {
    const mine = (asked += 1);
    try {
      const found = await app.clinic.identify(options);
      if (mine < answered) return;
      answered = mine;
      user = found;
      set('online');
    } catch (thrown) {
      const { code } = asChartdropError(thrown);
      if (code !== 'aborted' && mine > answered) {
        if (code === 'key-rejected') answered = mine;
        set(code === 'key-rejected' ? 'key-rejected' : 'offline');
      }
      throw thrown;
    }
  }

  /** A job's calls also show whether the clinic can be reached. */
  const learn = (job: UploadJob): void => {
    const waitsFor = 'waiting' in job ? job.waiting?.code : undefined;
    const isOffline = waitsFor !== undefined && saysUnreachable.has(waitsFor);
    const isOnline = ['stored', 'processing', 'filed'].includes(job.state);
    const seen = isOffline ? 'offline' : isOnline ? 'online' : connection;
    if (seen !== connection) set(seen);
  };

  const unlisten: Stop = app.listen({
    onJobChanged: learn,
    onPauseChanged() {
      if (app.uploads.queue.pausedBy().includes('key')) connection = 'key-rejected';
    },
  });

  return {
    connection: () => connection,
    user: () => user,
    identify,
    diagnosed: (found) => set(connectionOf(found)),
    async stop() {
      isStopped = true;
      unlisten();
      await probes.stop();
    },
  };
}
