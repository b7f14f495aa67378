import type { Scans } from '../scans/scans.ts';
import type { Uploads } from '../uploads/uploads.ts';
import type { AppEvents } from './app-events.ts';
import { type Log, logRef } from '../base/log.ts';
import { errorOf } from '../jobs/job.ts';

const mostRemembered = 10_000;

/** Logs the core's events in codes and shortened hashes, never with the name of a file or person. */
export function createActivityLog(
  log: Log,
  app: { readonly uploads: Uploads; readonly scans: Scans },
): AppEvents {
  /** The last logged state of each job, so that a change of rank is not logged. */
  const last = new Map<string, { readonly state: string; readonly ref: string }>();

  return {
    onJobChanged(job) {
      const code = errorOf(job)?.code ?? null;
      const state = `${job.state} ${code ?? ''}`;
      const before = last.get(job.id);
      if (before?.state === state) return;
      const ref = before?.ref ?? logRef(job.id);
      last.delete(job.id);
      last.set(job.id, { state, ref });
      const [oldest] = last.keys();
      if (last.size > mostRemembered && oldest !== undefined) last.delete(oldest);
      const fields = { ref, state: job.state };
      if (code === null) log.info('job-changed', fields);
      else log.warn('job-changed', { ...fields, code });
    },
    onPauseChanged: () => log.info('pause-changed', { pausedBy: [...app.uploads.queue.pausedBy()] }),
    onFolderChanged({ id }) {
      const ref = logRef(id);
      const status = app.scans.status(id);
      const trouble = app.scans.trouble(id);
      if (status?.kind === 'vanished') log.warn('folder-vanished', { ref, code: status.code });
      else if (trouble !== null) log.warn('folder-troubled', { ref, code: trouble });
      else if (status !== null) log.info('folder-returned', { ref });
    },
  };
}
