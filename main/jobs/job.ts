import { z } from 'zod';
import { caseDestinationSchema, destinationSchema } from '../../preload/contract/destination.ts';
import { type ErrorDto, errorDtoSchema } from '../../preload/contract/errors.ts';
import { attachmentIdSchema, folderIdSchema, jobIdSchema } from '../../preload/contract/ids.ts';
import {
  afterFilingSchema,
  inboxReasonSchema,
  type JobState,
  jobSourceSchema,
} from '../../preload/contract/job.ts';
import { jobFileSchema, sha256Schema } from '../files/job-file.ts';

/** Epoch milliseconds by this machine's clock, unless a field says otherwise. */
const instant = z.number().int();

/** How far the promise of `afterFiling` has come. `left` says that the file was not ours to touch any more. */
const disposalSchema = z.enum(['pending', 'done', 'left']);

const common = {
  id: jobIdSchema,
  source: jobSourceSchema,
  folderId: folderIdSchema.nullable(),
  file: jobFileSchema,
  /** The person's own words for the chart; they can change until the upload starts. */
  description: z.string().nullable(),
  /** How the name in the chart is made, where the scan folder says so (`upload-name.ts`); null: it keeps its own. */
  naming: z.object({ template: z.string(), counter: z.number().int() }).nullable().default(null),
  /** When the file first appeared. */
  appearedAt: instant,
  /** Order of work: smaller goes first. */
  rank: z.number(),
  paused: z.boolean(),
  afterFiling: afterFilingSchema,
  /** What was sent last in the file's place, made of it: a photo as a JPEG. Null where it was the file itself. */
  sentAs: z
    .object({ name: z.string(), size: z.number().int(), sha256: sha256Schema })
    .nullable()
    .default(null),
  /** A person has seen that the same content is filed already and wants it all the same. */
  duplicateAccepted: z.boolean(),
  /** Set when this job puts a wrongly filed attachment right: that one is archived after this one is filed. */
  replaces: z.object({ jobId: jobIdSchema, attachmentId: attachmentIdSchema }).nullable(),
  /** Present once retention has removed names and paths: those of `file` are empty then. */
  isRedacted: z.literal(true).optional(),
};

/** Where the bytes were uploaded to; null: another PC has uploaded them, and only it knew. */
const uploadUrlSchema = z.string().nullable();

/** Why a job that could go on does not, and since how many tries. */
const pending = {
  notBefore: instant,
  waiting: errorDtoSchema.nullable(),
  tries: z.number().int().nonnegative(),
};

/** What had become of a job as a filed one, kept while it is linked to its case once more. */
const filedFields = {
  filedAt: instant,
  disposal: disposalSchema,
  /** Where the file lies now, when Chartdrop moved it inside its folder. */
  movedTo: z.string().nullable(),
  /** The job that put this one right, once a person found it in the wrong chart. */
  replacedBy: jobIdSchema.nullable(),
  archivedAt: instant.nullable(),
};
const before = z.object(filedFields).nullable();

/** Where a failed job stood, with what it needs to go on from there. */
const stoodSchema = z.discriminatedUnion('at', [
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
export type Stood = z.infer<typeof stoodSchema>;

const failure = {
  destination: destinationSchema,
  error: errorDtoSchema,
  stood: stoodSchema,
  failedAt: instant,
};

/** One file on its way to one destination: the unit of the queue. Each state has only its own fields. */
export const uploadJobSchema = z.discriminatedUnion('state', [
  z.object({
    ...common,
    state: z.literal('inbox'),
    reason: inboxReasonSchema,
    candidates: z.array(destinationSchema),
    /** The job that already filed the same content, where the reason is a duplicate. */
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
    /** When the create call was sent, by the service's clock: what it made cannot be older. */
    sentAt: instant,
    /** When the first call in doubt was sent, where it was sent again: what that one made may show up yet. */
    doubtedSince: instant.optional(),
    /** True once the outcome is unknown: look into the patient's list before posting again. */
    look: z.boolean(),
    ...pending,
  }),
  z.object({
    ...common,
    state: z.literal('processing'),
    destination: destinationSchema,
    attachmentId: attachmentIdSchema,
    since: instant,
    /** When a person was told that the clinic takes unusually long; null while it does not. */
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
     * `listed`: the case's list named it. `accepted`: a person settled for the patient's chart alone. Null for a patient,
     * and for jobs of versions that did not link.
     */
    inCase: z.enum(['listed', 'accepted']).nullable().default(null),
    /** When the case's list is looked at once more, since another writer may have overwritten it; null: it was. */
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
     * `replaced`: versions before 1.0 said so of a file that was overwritten before it was filed.
     * `taken-over`: this PC was silent for so long that another one took the file.
     */
    cause: z.enum(['person', 'replaced', 'taken-over']),
    /** What it failed with, where the service may have a record of it: brought back, it goes on from there. */
    failure: z.object(failure).nullable().default(null),
  }),
]);
export type UploadJob = z.infer<typeof uploadJobSchema>;
/** A job in one of its states. */
export type JobIn<S extends JobState> = Extract<UploadJob, { state: S }>;

/** Retention has removed the job's names and paths. */
export const isRedacted = (job: Pick<UploadJob, 'isRedacted'>): boolean => job.isRedacted === true;

/** The error that a job failed with or waits for; null where there is none. */
export function errorOf(job: UploadJob): ErrorDto | null {
  if (job.state === 'failed') return job.error;
  return 'waiting' in job ? job.waiting : null;
}
