import type { Destination } from '../../../preload/contract/destination.ts';
import type { FailedStep, UploadJob } from '../job.ts';

const withoutName = (destination: Destination): Destination => {
  const patient = { ...destination.patient, name: null, dateOfBirth: null };
  return destination.kind === 'patient'
    ? { kind: 'patient', patient }
    : { kind: 'case', patient, case: { ...destination.case, name: null } };
};

/** The path that its file was moved to, kept while it is linked again, contains a name. */
const withoutPath = (failedStep: FailedStep): FailedStep =>
  failedStep.at !== 'linking' || failedStep.before === null
    ? failedStep
    : { ...failedStep, before: { ...failedStep.before, movedTo: null } };

/** An ended job without any text that names a person or file. Keeps ids, times, size and digest. */
export function redacted(job: UploadJob): UploadJob {
  const sentAs = job.sentAs === null ? null : { ...job.sentAs, name: '' };
  const { fingerprint, sha256 } = job.file;
  const plain = {
    ...job,
    isRedacted: true as const,
    file: { path: '', name: '', fingerprint, sha256 },
    sentAs,
    naming: null,
    description: null,
  };
  // The lines of the page name people.
  delete plain.page;
  if (plain.state === 'filed') {
    return { ...plain, destination: withoutName(plain.destination), movedTo: null };
  }
  if (plain.state === 'parted') return { ...plain, movedTo: null };
  if (plain.state !== 'dismissed' || plain.failure === null) return plain;
  const { destination, error, failedStep, failedAt } = plain.failure;
  // It cannot be restored any more; only the owner of its attachment matters.
  const failure =
    'attachmentId' in failedStep
      ? {
          destination: withoutName(destination),
          error: { ...error, detail: null },
          failedStep: withoutPath(failedStep),
          failedAt,
        }
      : null;
  return { ...plain, failure };
}
