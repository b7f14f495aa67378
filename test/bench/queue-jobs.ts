import { createHash } from 'node:crypto';
import type { JobCore } from '../../main/jobs/next-states.ts';
import type { JobChange } from '../../main/jobs/store/job-store.ts';
import { newJobId } from '../../main/jobs/job-id.ts';
import type { JobEvent } from '../../main/jobs/job-event.ts';
import { type AttachmentId, attachmentIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { UploadJob } from '../../main/jobs/job.ts';

/** Files of a year that go to one of this many patients in turns. */
const patients = 3000;
const destinationOf = (at: number): Destination => ({
  kind: 'patient',
  patient: {
    id: patientIdSchema.parse(String(1_968_645_883_121_643_170n + BigInt((at * 7919) % patients))),
    name: 'Jane Citizen',
    dateOfBirth: '1980-02-03',
  },
});

/** The name of the file of job number `at`. */
export const nameOf = (at: number): string => `scan-${at}.pdf`;
export const sha256Of = (at: number): string => createHash('sha256').update(nameOf(at)).digest('hex');
/** As Linux and Windows give it, with digits that do not repeat. */
const nanoseconds = (at: number, ms: number): string =>
  String(BigInt(ms) * 1_000_000n + BigInt((at * 7_919_317) % 1_000_000));
const attachmentOf = (at: number): AttachmentId =>
  attachmentIdSchema.parse(String(1_968_645_883_121_718_000n + BigInt(at)));

/** `appearedAt` in epoch milliseconds. */
const core = (at: number, appearedAt: number): JobCore => ({
  id: newJobId(appearedAt),
  source: 'scan',
  folderId: null,
  file: {
    path: `/scans/${nameOf(at)}`,
    name: nameOf(at),
    fingerprint: {
      size: 200_000 + at,
      modifiedNs: nanoseconds(at, appearedAt),
      changedNs: nanoseconds(at + 1, appearedAt),
      inode: String(9_007_199_254_000_000 + at),
    },
    sha256: sha256Of(at),
  },
  description: null,
  appearedAt,
  rank: at,
  paused: false,
  afterFiling: 'stay',
  duplicateAccepted: false,
  sentAs: null,
  naming: null,
  replaces: null,
});

/** A queued job, paused so that the queue does nothing during the measurement. */
const queued = (at: number): UploadJob => ({
  ...core(at, Date.now()),
  paused: true,
  state: 'queued',
  destination: destinationOf(at),
  notBefore: 0,
  waiting: null,
  tries: 0,
});

const filed = (at: number, filedAt: number): UploadJob => ({
  ...core(at, filedAt),
  state: 'filed',
  destination: destinationOf(at),
  attachmentId: attachmentOf(at),
  inCase: null,
  lookAgainAt: null,
  filedAt,
  disposal: 'done',
  movedTo: null,
  replacedBy: null,
  archivedAt: null,
});

/** `count` jobs from number `first`, each with a history entry. */
export const queuedJobs = (first: number, count: number): JobChange[] =>
  Array.from({ length: count }, (_, at) => ({ job: queued(first + at), entry: { kind: 'job-found' } }));

/** `count` queued jobs from number `first`. */
export const waitingJobs = (first: number, count: number): UploadJob[] =>
  Array.from({ length: count }, (_, at) => queued(first + at));

/** `count` filed jobs from number `first`. `filedAt`: by number, in epoch milliseconds. */
export const filedJobs = (first: number, count: number, filedAt: (at: number) => number): UploadJob[] =>
  Array.from({ length: count }, (_, at) => filed(first + at, filedAt(first + at)));

/** A job that waits out its undo period, found at `appearedAt` in epoch milliseconds. */
export const heldJob = (at: number, appearedAt: number): UploadJob => ({
  ...core(at, appearedAt),
  afterFiling: 'move',
  state: 'held',
  destination: destinationOf(at),
  until: appearedAt,
});

/** The events of a successful job after its undo period, in order. `now`: epoch milliseconds. */
export const eventsToFiled = (at: number, now: number): JobEvent[] => [
  { kind: 'hold-ended', now },
  { kind: 'upload-started', now },
  { kind: 'stored', uploadUrl: `https://storage.test/${at}`, sha256: sha256Of(at), now },
  { kind: 'registration-sent', sentAt: now },
  { kind: 'registered', attachmentId: attachmentOf(at), now },
  { kind: 'completed', now },
  { kind: 'disposed', disposal: 'done', movedTo: `/scans/Filed/2026-01-01/${nameOf(at)}` },
];
