import { createListeners } from '../base/listeners.ts';
import type { Log, Stop } from '../base/ports.ts';
import type { UploadJob } from './job.ts';

/**
 * Committed changes of jobs. A subscriber receives each change once, in order of the commits, after the transaction and
 * after the turn that wrote it. So it can neither make a written change look failed nor be called while it still
 * handles an earlier one. Its errors are logged.
 */
export interface JobChanges {
  subscribe(onChanged: (job: UploadJob) => void): Stop;
}

/** `committed` is for the writer only. After `stop` no subscriber is called. */
export interface JobChangesSource extends JobChanges {
  readonly committed: (job: UploadJob) => void;
  stop(): void;
}

export function createJobChanges(log: Pick<Log, 'warn'>): JobChangesSource {
  const subscribers = createListeners<{ onChanged: (job: UploadJob) => void }>(log);
  let untold: UploadJob[] = [];
  let isStopped = false;

  const tell = (): void => {
    // A change written by a subscriber meanwhile follows those of this turn.
    const jobs = untold;
    untold = [];
    for (const job of jobs) {
      if (isStopped) return;
      subscribers.tell(({ onChanged }) => onChanged(job));
    }
  };

  return {
    subscribe: (onChanged) => subscribers.add({ onChanged }),
    committed(job) {
      if (untold.length === 0) queueMicrotask(tell);
      untold.push(job);
    },
    stop() {
      isStopped = true;
    },
  };
}
