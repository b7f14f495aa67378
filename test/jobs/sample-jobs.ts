import { randomUUID } from 'node:crypto';
import type { JobChange } from '../../main/jobs/store/job-store.ts';
import type { CaseDestination } from '../../preload/contract/destination.ts';
import {
  type AttachmentId,
  attachmentIdSchema,
  caseIdSchema,
  folderIdSchema,
  jobIdSchema,
  patientIdSchema,
} from '../../preload/contract/ids.ts';
import type { JobState } from '../../preload/contract/job.ts';
import type { JobIn, UploadJob } from '../../main/jobs/job.ts';

/** Made-up unique words: searching the files for them must find nothing. */
export const secrets = {
  patientName: 'Zzyzxa Quillfeather',
  caseName: 'Knee of Quillfeather 2026',
  fileName: 'quillfeather-biopsy.pdf',
  sentName: 'quillfeather-photo.jpg',
  path: '/scans/front-desk-7/quillfeather-biopsy.pdf',
  movedTo: '/scans/front-desk-7/Filed/2026-11-23/quillfeather-biopsy.pdf',
  description: 'Letter about Mx Quillfeather',
  refusal: 'upload_url of Quillfeather is invalid',
  uploadUrl: 'https://bucket.example/tmp/quillfeather-biopsy.pdf',
  pageLine: 'RE: Zzyzxa Quillfeather, DOB 3 Feb 1980',
  sha256: 'b10b5e1f'.repeat(8),
} as const;

export const patientId = patientIdSchema.parse('1968645883121642782');
export const destination: CaseDestination = {
  kind: 'case',
  patient: { id: patientId, name: secrets.patientName, dateOfBirth: '1980-02-03' },
  case: { id: caseIdSchema.parse('1968645883121642999'), name: secrets.caseName },
};
export const newJobId = () => jobIdSchema.parse(randomUUID());
export const attachmentIdOf = (number: number): AttachmentId =>
  attachmentIdSchema.parse(String(1_968_645_883_121_718_000n + BigInt(number)));

const error = { code: 'record-refused', advice: 'ask', detail: secrets.refusal, retryAt: 5 } as const;

const box = { left: 0.1, top: 0.2, width: 0.3, height: 0.01 };
let made = 0;

/** One job per state with every optional field; each call creates new ones. */
export function sampleJobs(): { [S in JobState]: JobIn<S> } {
  made += 10;
  const common = (rank: number) => ({
    id: newJobId(),
    source: 'scan' as const,
    folderId: folderIdSchema.parse(randomUUID()),
    file: {
      path: secrets.path,
      name: secrets.fileName,
      fingerprint: {
        size: 123_456,
        modifiedNs: '1795406706123456789',
        changedNs: '1795406706123456790',
        inode: '18446744073709551615',
      },
      sha256: secrets.sha256,
    },
    description: secrets.description,
    appearedAt: 1_795_406_706_000,
    rank,
    paused: false,
    afterFiling: 'move' as const,
    duplicateAccepted: true,
    naming: { template: `{name} ${secrets.sentName}`, counter: 2 },
    sentAs: { name: secrets.sentName, size: 98_765, sha256: secrets.sha256 },
    page: {
      kind: 'read' as const,
      people: [{ line: { page: 1, text: secrets.pageLine, box }, fits: [destination.patient] }],
      otherBirthDates: ['1975-09-09'],
      numbered: [],
    },
    replaces: { jobId: newJobId(), attachmentId: attachmentIdOf(made + 5) },
  });
  const pending = { notBefore: 1_795_406_700_000, waiting: error, tries: 3 };
  const { uploadUrl } = secrets;
  return {
    inbox: {
      ...common(1),
      state: 'inbox',
      reason: 'duplicate-other-patient',
      candidates: [destination],
      duplicateOf: newJobId(),
    },
    held: { ...common(2), state: 'held', destination, until: 1_795_406_716_000 },
    queued: { ...common(3), state: 'queued', destination, ...pending },
    uploading: { ...common(4), state: 'uploading', destination, startedAt: 9, waiting: error, tries: 2 },
    stored: { ...common(5), state: 'stored', destination, uploadUrl, ...pending },
    registering: {
      ...common(6),
      state: 'registering',
      destination,
      uploadUrl,
      sentAt: 20,
      mustVerify: true,
      ...pending,
    },
    processing: {
      ...common(7),
      state: 'processing',
      destination,
      attachmentId: attachmentIdOf(made),
      since: 30,
      slowSince: null,
    },
    linking: {
      ...common(11),
      state: 'linking',
      destination,
      attachmentId: attachmentIdOf(made + 3),
      since: 30,
      before: {
        filedAt: 40,
        disposal: 'done',
        movedTo: secrets.movedTo,
        replacedBy: newJobId(),
        archivedAt: null,
      },
      ...pending,
    },
    filed: {
      ...common(8),
      state: 'filed',
      destination,
      attachmentId: attachmentIdOf(made + 1),
      inCase: 'listed',
      lookAgainAt: 1_795_406_776_000,
      filedAt: 40,
      disposal: 'pending',
      movedTo: secrets.movedTo,
      replacedBy: newJobId(),
      archivedAt: 50,
    },
    failed: {
      ...common(9),
      state: 'failed',
      destination,
      error,
      failedStep: { at: 'registering', uploadUrl, sentAt: 20 },
      failedAt: 60,
    },
    dismissed: {
      ...common(10),
      state: 'dismissed',
      dismissedAt: 70,
      cause: 'replaced',
      failure: {
        destination,
        error,
        failedStep: { at: 'processing', attachmentId: attachmentIdOf(made + 2) },
        failedAt: 60,
      },
    },
    split: { ...common(12), state: 'split', parts: [newJobId()] },
    parted: {
      ...common(13),
      state: 'parted',
      parts: [newJobId()],
      partedAt: 80,
      disposal: 'done',
      movedTo: secrets.movedTo,
    },
  };
}

/** A change of a job with its history entry. */
export const changeTo = (job: UploadJob): JobChange => ({
  job,
  entry: {
    kind: 'job-changed',
    jobId: job.id,
    patientId,
    detail: { file: secrets.path, patient: secrets.patientName },
  },
});
