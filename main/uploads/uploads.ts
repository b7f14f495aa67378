import type { JobId, UserId } from '../../preload/contract/ids.ts';
import type { HeicPhotos } from '../../preload/contract/settings.ts';
import type { ClinicClient } from '../clinic/client.ts';
import type { RateBudget } from '../clinic/budget/rate-budget.ts';
import type { ServerClock } from '../clinic/server-clock.ts';
import type { ChartdropError } from '../base/errors.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import type { JobCore } from '../jobs/next-states.ts';
import type { Clock, Decoder, Log } from '../base/ports.ts';
import type { StackReader } from '../sheets/read-stack.ts';
import { createCaseLinker } from './register/case-linker.ts';
import { createIntake, type Intake } from './intake/intake.ts';
import { createDocuments, type Documents } from './documents/documents.ts';
import { createJobActs, type JobActs } from './job-acts.ts';
import type { JobChanges } from '../jobs/job-changes.ts';
import type { JobWriter } from '../jobs/job-writer.ts';
import type { KeptCopies } from './intake/kept-copies.ts';
import { createOutgoing } from './queue/outgoing.ts';
import { createStackEnds } from './intake/stack-ends.ts';
import { createPlacing } from './intake/placing.ts';
import { createProbeSide } from './queue/probe-side.ts';
import { createPhotoConverter } from './photos/photo-converter.ts';
import type { OtherUploads } from './register/poll-delay.ts';
import { createProcessingPoll } from './register/processing-poll.ts';
import type { WaitForPage } from './queue/holds.ts';
import { createQueue, type Queue, type QueueLimits } from './queue/queue.ts';
import { createRegistration } from './register/registration.ts';
import { createRunJob, type RunJobDeps } from './queue/run-job.ts';

export interface UploadsDeps {
  readonly store: JobStore;
  readonly writer: JobWriter;
  readonly changes: JobChanges;
  readonly copies: KeptCopies;
  readonly client: ClinicClient;
  readonly budget: RateBudget;
  readonly serverClock: ServerClock;
  readonly clock: Clock;
  readonly log: Log;
  readonly stackReader: StackReader;
  readonly decoder: Pick<Decoder, 'photo' | 'document' | 'codes'>;
  readonly random: () => number;
  readonly apiUser: () => UserId | null;
  readonly holdMs: () => number;
  readonly limits: () => QueueLimits;
  readonly heicPhotos: () => HeicPhotos;
  /** Reading of pages: which jobs are read, and how long each waits for it. Default: none is. */
  readonly pages?: {
    readonly isRead: (job: JobCore) => boolean;
  } & WaitForPage;
  /** See `RunJobDeps`. */
  readonly mayGoOn: RunJobDeps['mayGoOn'];
  readonly onStorage: RunJobDeps['onStorage'];
  readonly onProgress: (id: JobId, sent: number) => void;
  readonly onPauseChanged: () => void;
  readonly onError: (error: ChartdropError) => void;
}

/** The upload domain: `intake` adds files, `acts` are a person's acts, the queue does the rest. */
export interface Uploads {
  readonly intake: Intake;
  readonly acts: JobActs;
  readonly documents: Documents;
  readonly queue: Queue;
  start(): void;
  stop(): Promise<void>;
}

const runningStates = ['uploading', 'registering'] as const;

export function createUploads(deps: UploadsDeps): Uploads {
  const { store, writer, changes, copies, client, budget, serverClock, clock, log, random, stackReader } =
    deps;
  const { holdMs, limits, heicPhotos, apiUser, mayGoOn, onStorage, onProgress, onPauseChanged } = deps;

  const register = createRegistration({ store, writer, client, serverClock, clock, apiUser, random });
  const outgoing = createOutgoing({ writer, photos: createPhotoConverter(deps.decoder), heicPhotos });
  const run = createRunJob({
    ...{ store, writer, copies, client, serverClock, clock, random },
    ...{ register, outgoing, mayGoOn, onStorage, onProgress },
  });
  /** Each resumes what waits beside the queue. */
  const afterOutage: (() => void)[] = [];
  const queue = createQueue({
    ...{ store, writer, clock, run, limits, random, onPauseChanged },
    pages: deps.pages,
    probe: createProbeSide({ client, store }),
    onOver() {
      for (const resume of afterOutage) resume();
    },
  });
  const onError = (error: ChartdropError): void => {
    if (error.code === 'key-rejected') queue.pause('key');
    queue.suspect(error);
    deps.onError(error);
  };
  const otherUploads = (): OtherUploads => {
    if (store.readyRows(['queued', 'stored'], clock.now(), 1).length > 0) return 'waiting';
    return runningStates.some((state) => store.count(state) > 0) ? 'running' : 'none';
  };
  const poll = createProcessingPoll({
    ...{ store, writer, client, serverClock, budget, clock },
    ...{ uploads: otherUploads, onError },
  });
  const linker = createCaseLinker({ store, writer, client, clock, random, onError });

  afterOutage.push(
    () => poll.nudge(),
    () => linker.resume(),
  );

  const stackEnds = createStackEnds({ store, writer, changes, clock, log, random });

  const isRead = deps.pages?.isRead;
  const placed = createPlacing({ store, writer, clock, holdMs, isRead });

  const unsubscribe = changes.subscribe((job) => {
    void copies.release(job);
    if (job.state === 'processing' && job.slowSince === null) poll.nudge();
    queue.changed(job);
    // A case waits for every active upload to its patient, even those to the chart alone.
    const isForCase = 'destination' in job && job.destination.kind === 'case';
    if (isForCase || store.count('linking') > 0) linker.nudge();
  });

  return {
    queue: {
      ...queue,
      resume(reason) {
        queue.resume(reason);
        linker.resume();
      },
    },
    intake: createIntake({ store, writer, copies, stackReader, clock, holdMs, isRead }),
    documents: createDocuments({ store, writer, copies, decoder: deps.decoder, placed, clock }),
    acts: createJobActs({ store, writer, queue, clock, holdMs }),
    start() {
      copies.start((id) => store.get(id));
      queue.start();
      stackEnds.start();
      poll.nudge();
      linker.nudge();
    },
    async stop() {
      await Promise.all([queue.stop(), poll.stop(), linker.stop(), stackEnds.stop(), copies.stop()]);
      unsubscribe();
    },
  };
}
