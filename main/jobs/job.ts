import { z } from 'zod';
import { caseDestinationSchema, destinationSchema } from '../../preload/contract/destination.ts';
import { type ErrorDto, errorDtoSchema } from '../../preload/contract/errors.ts';
import { attachmentIdSchema, folderIdSchema, type JobId, jobIdSchema } from '../../preload/contract/ids.ts';
import { turnSchema } from '../../preload/contract/pages.ts';
import { sheetTargetSchema } from '../../preload/contract/sheets.ts';
import {
  afterFilingSchema,
  inboxReasonSchema,
  type JobState,
  jobSourceSchema,
} from '../../preload/contract/job.ts';
import { jobFileSchema, sha256Schema } from '../files/job-file.ts';
import { pageReadingSchema } from './page/page-reading.ts';

/** Epoch milliseconds by this machine's clock, unless a field says otherwise. */
const instant = z.number().int();

/** The state of `afterFiling`. `left`: the file had changed, so it was left alone. */
const disposalSchema = z.enum(['pending', 'done', 'left']);

/** A part of a stack: its bytes are those of a new file, and only its copy has them. */
const partSchema = z.object({
  /** The job of the stack. */
  stack: jobIdSchema,
  /** From 1. */
  number: z.number().int(),
  /** The pages of the stack, from 1. Sheets and blank backs are left out. */
  pages: z.array(z.number().int()),
  /** The target of its cover sheet; null if it has none, or one that a person must decide about. */
  target: sheetTargetSchema.nullable(),
});
export type StackPart = z.infer<typeof partSchema>;

/** A page of a scan in a document that a person put together. */
const madePageSchema = z.object({
  /** The job of the scan. */
  jobId: jobIdSchema,
  /** From 1. */
  page: z.number().int(),
  turn: turnSchema,
});

const common = {
  id: jobIdSchema,
  source: jobSourceSchema,
  folderId: folderIdSchema.nullable(),
  file: jobFileSchema,
  /** The person's description for the chart; it can change until the upload starts. */
  description: z.string().nullable(),
  /** How the name in the chart is made, if the scan folder has a template (`upload-name.ts`); null: its own name. */
  naming: z.object({ template: z.string(), counter: z.number().int() }).nullable().default(null),
  /** When the file first appeared. */
  appearedAt: instant,
  /** Order of work: smaller goes first. */
  rank: z.number(),
  paused: z.boolean(),
  afterFiling: afterFilingSchema,
  /** The file that was last sent instead: a photo's JPEG. null: the file itself. */
  sentAs: z
    .object({ name: z.string(), size: z.number().int(), sha256: sha256Schema })
    .nullable()
    .default(null),
  /** A person has seen that the same content is filed already, and wants to file it again. */
  duplicateAccepted: z.boolean(),
  /** Set when this job replaces a misfiled attachment, which is archived after this one is filed. */
  replaces: z.object({ jobId: jobIdSchema, attachmentId: attachmentIdSchema }).nullable(),
  /** The patients whom its page names; missing while it is not read. */
  page: pageReadingSchema.optional(),
  /** True: a person has seen that the page names another patient than the destination, and files it there. */
  pageAccepted: z.boolean().optional(),
  /** The pages of a stack that this job files; missing if it files a complete file. */
  part: partSchema.optional(),
  /** Its pages in order, if a person put them together; its bytes are those of a new file, and only its copy has them. */
  madeOf: z.array(madePageSchema).optional(),
  /** Only its page chose the destination. Any other assignment ends that. */
  isByPage: z.boolean().optional(),
  /** Present once the record is redacted: names and paths in `file` are empty then. */
  isRedacted: z.literal(true).optional(),
};

/** The upload's address; null: another PC uploaded the bytes, and only it knew the address. */
const uploadUrlSchema = z.string().nullable();

/** Why a ready job waits, and the number of tries. */
const pending = {
  notBefore: instant,
  waiting: errorDtoSchema.nullable(),
  tries: z.number().int().nonnegative(),
};

/** A filed job's fields, kept while it is linked to its case again. */
const filedFields = {
  filedAt: instant,
  disposal: disposalSchema,
  /** The file's current path, if Chartdrop moved it inside its folder. */
  movedTo: z.string().nullable(),
  /** The job that replaced this one, after a person found it in the wrong chart. */
  replacedBy: jobIdSchema.nullable(),
  archivedAt: instant.nullable(),
};
const before = z.object(filedFields).nullable();

/** The step where a job failed, with the fields needed to continue. */
const failedStepSchema = z.discriminatedUnion('at', [
  z.object({ at: z.literal('uploading') }),
  z.object({ at: z.literal('stored'), uploadUrl: z.string() }),
  z.object({
    at: z.literal('registering'),
    uploadUrl: uploadUrlSchema,
    sentAt: instant,
    doubtedSince: instant.optional(),
  }),
  z.object({ at: z.literal('processing'), attachmentId: attachmentIdSchema }),
  z.object({ at: z.literal('linking'), attachmentId: attachmentIdSchema, before }),
]);
export type FailedStep = z.infer<typeof failedStepSchema>;

const failure = {
  destination: destinationSchema,
  error: errorDtoSchema,
  failedStep: failedStepSchema,
  failedAt: instant,
};

/** One file with one destination: the unit of the queue. Each state has only its own fields. */
export const uploadJobSchema = z.discriminatedUnion('state', [
  z.object({
    ...common,
    state: z.literal('inbox'),
    reason: inboxReasonSchema,
    candidates: z.array(destinationSchema),
    /** The job that already filed the same content, for a duplicate. */
    duplicateOf: jobIdSchema.nullable(),
  }),
  z.object({ ...common, state: z.literal('held'), destination: destinationSchema, until: instant }),
  z.object({ ...common, state: z.literal('queued'), destination: destinationSchema, ...pending }),
  z.object({
    ...common,
    state: z.literal('uploading'),
    destination: destinationSchema,
    startedAt: instant,
    waiting: pending.waiting,
    tries: pending.tries,
  }),
  z.object({
    ...common,
    state: z.literal('stored'),
    destination: destinationSchema,
    uploadUrl: z.string(),
    ...pending,
  }),
  z.object({
    ...common,
    state: z.literal('registering'),
    destination: destinationSchema,
    uploadUrl: uploadUrlSchema,
    /** When the create call was sent, by the service's clock: its attachment cannot be older. */
    sentAt: instant,
    /** When the first call in doubt was sent, if it was repeated: its attachment may still appear. */
    doubtedSince: instant.optional(),
    /** True once the result is unknown: verify in the patient's list before posting again. */
    mustVerify: z.boolean(),
    ...pending,
  }),
  z.object({
    ...common,
    state: z.literal('processing'),
    destination: destinationSchema,
    attachmentId: attachmentIdSchema,
    since: instant,
    /** Since when the clinic takes unusually long; null while it does not. */
    slowSince: instant.nullable().default(null),
  }),
  z.object({
    ...common,
    state: z.literal('linking'),
    destination: caseDestinationSchema,
    attachmentId: attachmentIdSchema,
    since: instant,
    before,
    ...pending,
  }),
  z.object({
    ...common,
    state: z.literal('filed'),
    destination: destinationSchema,
    attachmentId: attachmentIdSchema,
    ...filedFields,
    /**
     * `listed`: the case's list named it. `accepted`: a person accepted the patient's chart alone. null for a patient,
     * and for jobs of versions that did not link.
     */
    inCase: z.enum(['listed', 'accepted']).nullable().default(null),
    /** When the case's list is checked again, since another writer may have overwritten it; null: it was checked. */
    lookAgainAt: instant.nullable().default(null),
  }),
  z.object({
    ...common,
    state: z.literal('failed'),
    ...failure,
  }),
  z.object({
    ...common,
    state: z.literal('dismissed'),
    dismissedAt: instant,
    /**
     * `replaced`: used by versions before 1.0 for a file that was overwritten before it was filed. `taken-over`: this
     * PC was silent for so long that another one took the file.
     */
    cause: z.enum(['person', 'replaced', 'taken-over']),
    /** The error that it failed with, if the service may have a record of it: a restored job continues from there. */
    failure: z.object(failure).nullable().default(null),
  }),
  /** Its pages are in other jobs, its parts: it waits until they have ended. */
  z.object({
    ...common,
    state: z.literal('split'),
    parts: z.array(jobIdSchema),
    /** Present if a person did it, who can put the pages back: the destination before, if it had one. */
    byHand: z.object({ candidates: z.array(destinationSchema) }).optional(),
  }),
  z.object({
    ...common,
    state: z.literal('parted'),
    parts: z.array(jobIdSchema),
    partedAt: instant,
    /** Its file is put away like a filed one, but left alone if a person ignored a part. */
    disposal: disposalSchema,
    movedTo: z.string().nullable(),
    /** A person put its pages back into its scans, which are its parts now. */
    isPutBack: z.literal(true).optional(),
  }),
]);
export type UploadJob = z.infer<typeof uploadJobSchema>;
/** A job in one of its states. */
export type JobIn<S extends JobState> = Extract<UploadJob, { state: S }>;
/** A filed job, or a stack whose parts have ended: its local file can be put away. */
export type OverJob = JobIn<'filed'> | JobIn<'parted'>;
export const isOver = (job: UploadJob): job is OverJob => job.state === 'filed' || job.state === 'parted';

/** Jobs whose pages it has; null: it has its own file. */
export function scansOf({ part, madeOf }: Pick<UploadJob, 'part' | 'madeOf'>): readonly JobId[] | null {
  if (madeOf !== undefined) return [...new Set(madeOf.map(({ jobId }) => jobId))];
  return part === undefined ? null : [part.stack];
}

/** Retention has removed the job's names and paths. */
export const isRedacted = (job: Pick<UploadJob, 'isRedacted'>): boolean => job.isRedacted === true;

/** The error that a job failed with or waits for; null if there is none. */
export function errorOf(job: UploadJob): ErrorDto | null {
  if (job.state === 'failed') return job.error;
  return 'waiting' in job ? job.waiting : null;
}
