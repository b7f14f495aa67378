import type { RunTold } from '../../main/uploads/queue/run-job.ts';

/** For runs without a queue. */
export const unheardRun: RunTold = { answered: () => undefined, awaits: () => undefined };
