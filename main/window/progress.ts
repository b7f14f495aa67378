import type { JobId } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../jobs/job.ts';
import type { Clock } from '../base/ports.ts';

interface Measured {
  readonly sent: number;
  /** Bytes a second. */
  readonly perSecond: number;
}

/** Progress and speed of each active upload. */
export interface Progress {
  onProgress(id: JobId, sent: number): void;
  onJobChanged(job: UploadJob): void;
  of(id: JobId): Measured | null;
  all(): ({ id: JobId } & Measured)[];
}

/** The weight of the newest second in the shown speed, so that the number is stable enough to read. */
const weight = 0.3;
const sampleMs = 500;

export function createProgress(clock: Clock): Progress {
  const uploads = new Map<JobId, Measured & { sampledAt: number; sampledSent: number }>();
  return {
    onProgress(id, sent) {
      const now = clock.monotonic();
      const before = uploads.get(id) ?? { sent: 0, perSecond: 0, sampledAt: now, sampledSent: sent };
      const elapsed = now - before.sampledAt;
      if (elapsed < sampleMs) {
        uploads.set(id, { ...before, sent });
        return;
      }
      const latest = ((sent - before.sampledSent) * 1000) / elapsed;
      const perSecond = before.perSecond === 0 ? latest : before.perSecond * (1 - weight) + latest * weight;
      uploads.set(id, { sent, perSecond, sampledAt: now, sampledSent: sent });
    },
    onJobChanged(job) {
      if (job.state !== 'uploading') uploads.delete(job.id);
    },
    of: (id) => uploads.get(id) ?? null,
    all: () => [...uploads].map(([id, { sent, perSecond }]) => ({ id, sent, perSecond })),
  };
}
