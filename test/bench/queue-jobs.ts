import type { JobChange } from '../../main/jobs/job-store.ts';
import { newJobId } from '../../main/jobs/job-id.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../../main/jobs/job.ts';

/** A queued job, paused so that the queue does nothing during the measurement. */
function job(at: number): UploadJob {
  return {
    id: newJobId(Date.now()),
    source: 'scan',
    folderId: null,
    file: {
      path: `/scans/scan-${at}.pdf`,
      name: `scan-${at}.pdf`,
      fingerprint: { size: 200_000 + at, modifiedNs: '1', changedNs: '1', inode: String(at) },
      sha256: at.toString(16).padStart(64, '0'),
    },
    description: null,
    appearedAt: Date.now(),
    rank: at,
    paused: true,
    afterFiling: 'stay',
    duplicateAccepted: false,
    sentAs: null,
    naming: null,
    replaces: null,
    state: 'queued',
    destination: {
      kind: 'patient',
      patient: {
        id: patientIdSchema.parse('1968645883121643170'),
        name: 'Jane Citizen',
        dateOfBirth: '1980-02-03',
      },
    },
    notBefore: 0,
    waiting: null,
    tries: 0,
  };
}

/** `count` jobs from number `first`, each with a history entry. */
export const queuedJobs = (first: number, count: number): JobChange[] =>
  Array.from({ length: count }, (_, at) => ({ job: job(first + at), entry: { kind: 'job-found' } }));
