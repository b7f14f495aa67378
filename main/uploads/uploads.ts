import type { JobId, UserId } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../../preload/contract/job.ts';
import type { HeicPhotos } from '../../preload/contract/settings.ts';
import type { ClinicClient } from '../clinic/client.ts';
import type { RateBudget } from '../clinic/rate-budget.ts';
import type { ServerClock } from '../clinic/server-clock.ts';
import type { ChartdropError } from '../base/errors.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { Clock, Decoder } from '../base/ports.ts';
import { createCaseLinker } from './register/case-linker.ts';
import { createIntake, type Intake } from './intake/intake.ts';
import { createJobActs, type JobActs } from './job-acts.ts';
import { createJobWriter, type JobWriter } from '../jobs/job-writer.ts';
import type { KeptCopies } from './intake/kept-copies.ts';
import { createOutgoing } from './queue/outgoing.ts';
import { createPhotoConverter } from './photos/photo-converter.ts';
import { createProcessingPoll } from './register/processing-poll.ts';
import { createQueue, type Queue, type QueueLimits } from './queue/queue.ts';
import { createRegistration } from './register/registration.ts';
import { createRunJob, type RunJobDeps } from './queue/run-job.ts';

export interface UploadsDeps {
  readonly store: JobStore;
  readonly copies: KeptCopies;
  readonly client: ClinicClient;
  readonly budget: RateBudget;
  readonly serverClock: ServerClock;
  readonly clock: Clock;
  readonly decoder: Pick<Decoder, 'photo'>;
  readonly random: () => number;
  readonly apiUser: () => UserId | null;
  readonly holdMs: () => number;
  readonly limits: () => QueueLimits;
  readonly heicPhotos: () => HeicPhotos;
  /** See `RunJobDeps`. */
  readonly mayGoOn: RunJobDeps['mayGoOn'];
  readonly onStorage: RunJobDeps['onStorage'];
  readonly onChanged: (job: UploadJob) => void;
  readonly onProgress: (id: JobId, sent: number) => void;
  readonly onPauseChanged: () => void;
  readonly onError: (error: ChartdropError) => void;
}

/** The upload domain, put together: files come in by `intake`, people act by `acts`, the queue does the rest. */
export interface Uploads {
  readonly intake: Intake;
  readonly acts: JobActs;
  readonly writer: JobWriter;
  readonly queue: Queue;
  start(): void;
  stop(): Promise<void>;
}

export function createUploads(deps: UploadsDeps): Uploads {
  const { store, copies, clock } = deps;
  const writer = createJobWriter(store, (job) => {
    void copies.release(job);
    deps.onChanged(job);
    if (job.state === 'processing' && job.slowSince === null) poll.nudge();
    // A case waits for whatever is on its way to its patient, also to the chart alone.
    const isForCase = 'destination' in job && job.destination.kind === 'case';
    if (isForCase || store.count('linking') > 0) linker.nudge();
    if (job.state === 'held' || job.state === 'queued' || job.state === 'registering') queue.wake();
  });
  const register = createRegistration({ ...deps, writer });
  const outgoing = createOutgoing({ ...deps, writer, photos: createPhotoConverter(deps.decoder) });
  const queue = createQueue({ ...deps, writer, run: createRunJob({ ...deps, writer, register, outgoing }) });
  const onCallFailed = (error: ChartdropError): void => {
    if (error.code === 'key-rejected') queue.pause('key');
    deps.onError(error);
  };
  const poll = createProcessingPoll({
    ...deps,
    writer,
    uploadsWaiting: () => store.count('queued') + store.count('stored') > 0,
    onError: onCallFailed,
  });
  const linker = createCaseLinker({ ...deps, writer, onError: onCallFailed });
  return {
    writer,
    queue: {
      ...queue,
      resume(reason) {
        queue.resume(reason);
        linker.resume();
      },
    },
    intake: createIntake({ store, writer, copies, clock, holdMs: deps.holdMs }),
    acts: createJobActs({ store, writer, queue, clock, holdMs: deps.holdMs }),
    start() {
      copies.start((id) => store.get(id));
      queue.start();
      poll.nudge();
      linker.nudge();
    },
    async stop() {
      await Promise.all([queue.stop(), poll.stop(), linker.stop(), copies.stop()]);
    },
  };
}
