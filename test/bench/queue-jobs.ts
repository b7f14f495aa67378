import type { JobCore } from '../../main/jobs/next-states.ts';
import type { JobChange } from '../../main/jobs/job-store.ts';
import { newJobId } from '../../main/jobs/job-id.ts';
import { attachmentIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { UploadJob } from '../../main/jobs/job.ts';

const destination: Destination = {
  kind: 'patient',
  patient: {
    id: patientIdSchema.parse('1968645883121643170'),
    name: 'Jane Citizen',
    dateOfBirth: '1980-02-03',
  },
};

/** `appearedAt` in epoch milliseconds. */
const core = (at: number, appearedAt: number): JobCore => ({
  id: newJobId(appearedAt),
  source: 'scan',
  folderId: null,
  file: {
    path: `/scans/scan-${at}.pdf`,
    name: `scan-${at}.pdf`,
    fingerprint: { size: 200_000 + at, modifiedNs: '1', changedNs: '1', inode: String(at) },
    sha256: at.toString(16).padStart(64, '0'),
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
  destination,
  notBefore: 0,
  waiting: null,
  tries: 0,
});

const filed = (at: number, filedAt: number): UploadJob => ({
  ...core(at, filedAt),
  state: 'filed',
  destination,
  attachmentId: attachmentIdSchema.parse(String(1_968_645_883_121_718_000n + BigInt(at))),
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

/** `count` filed jobs from number `first`, each with a history entry. `filedAt`: epoch milliseconds. */
export const filedJobs = (first: number, count: number, filedAt: number): JobChange[] =>
  Array.from({ length: count }, (_, at) => ({
    job: filed(first + at, filedAt),
    entry: { kind: 'job-filed' },
  }));
