import type { Destination } from '../../../preload/contract/destination.ts';
import type { Stood, UploadJob } from '../job.ts';

const withoutName = (destination: Destination): Destination => {
  const patient = { ...destination.patient, name: null, dateOfBirth: null };
  return destination.kind === 'patient'
    ? { kind: 'patient', patient }
    : { kind: 'case', patient, case: { ...destination.case, name: null } };
};

/** Where its file was moved to, as a filed job that is linked to its case once more, has a name in it. */
const withoutPath = (stood: Stood): Stood =>
  stood.at !== 'linking' || stood.before === null
    ? stood
    : { ...stood, before: { ...stood.before, movedTo: null } };

/** An ended job without anything that names a person or a file. Ids, times, size and digest stay. */
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
  if (plain.state === 'filed') {
    return { ...plain, destination: withoutName(plain.destination), movedTo: null };
  }
  if (plain.state !== 'dismissed' || plain.failure === null) return plain;
  const { destination, error, stood, failedAt } = plain.failure;
  // It cannot be brought back any more; all that still matters is whose its attachment is.
  const failure =
    'attachmentId' in stood
      ? {
          destination: withoutName(destination),
          error: { ...error, detail: null },
          stood: withoutPath(stood),
          failedAt,
        }
      : null;
  return { ...plain, failure };
}
