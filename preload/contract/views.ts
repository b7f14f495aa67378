import { z } from 'zod';
import { otherPcSchema } from './other-pcs.ts';
import { destinationSchema, patientRefSchema } from './destination.ts';
import { errorDtoSchema } from './errors.ts';
import { folderAccountSchema, notTakenSchema } from './folder-account.ts';
import { dayBalanceSchema } from './history.ts';
import { attachmentIdSchema, caseIdSchema, jobIdSchema, patientIdSchema } from './ids.ts';
import { inboxReasonSchema, jobSourceSchema, jobStates } from './job.ts';
import { pageLineSchema } from './page-line.ts';
import { scanFolderSchema } from './scan-folder.ts';
import { clinicChoiceSchema } from './settings.ts';

// The data that the window shows: plain objects, created for each request. The core owns the state.

/** Features of the host. The window offers an alternative for each missing one. */
const capabilitiesSchema = z.object({
  /** A native dialog for folders. Otherwise the window has a folder browser. */
  chooseFolder: z.boolean(),
  /** The host confirms replacing a key and archiving many attachments in its own dialog, so the window does not. */
  asksItself: z.boolean(),
  tray: z.boolean(),
  /** The host shows notifications of the system. */
  notifications: z.boolean(),
  loginItem: z.boolean(),
  /** The system's file manager can show the log. Otherwise the report contains it. */
  showLog: z.boolean(),
});

export const appInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'browser']),
  /** `locked`: an administrator's preset holds the settings. */
  settings: z.enum(['open', 'locked']),
  capabilities: capabilitiesSchema,
});
export type AppInfo = z.infer<typeof appInfoSchema>;

export const activeSchema = z.object({
  destination: destinationSchema.nullable(),
  /** Milliseconds until it ends automatically. */
  remainingMs: z.number().nullable(),
});

/** An attachment that is to be archived, but is not archived yet. */
const pendingArchiveSchema = z.object({
  id: attachmentIdSchema,
  name: z.string().nullable(),
  patient: patientRefSchema.nullable(),
  patientId: patientIdSchema.nullable(),
  /** The document is filed with another patient, and this one is the wrong chart. */
  replaced: z.boolean(),
  /** Epoch milliseconds. */
  askedAt: z.number(),
  /** `waiting`: it is tried again. `refused`: it needs a person. */
  standing: z.enum(['waiting', 'refused']),
  error: errorDtoSchema.nullable(),
});
export type PendingArchiveView = z.infer<typeof pendingArchiveSchema>;

/** The program's state, small enough to be sent at each change. */
export const statusSchema = z.object({
  /** null before setup is complete. */
  clinic: clinicChoiceSchema.nullable(),
  /** The error that kept the last clinic from opening, or null. */
  problem: errorDtoSchema.shape.code.nullable(),
  /** The key's user, once the clinic has returned it. */
  user: z.object({ name: z.string(), role: z.string().nullable() }).nullable(),
  connection: z.enum(['unknown', 'online', 'offline', 'key-rejected']),
  /** Why no upload starts. */
  pausedBy: z.array(z.enum(['person', 'key', 'network', 'sleep'])),
  rate: z.object({ used: z.number(), limit: z.number(), blockedForMs: z.number() }),
  active: activeSchema,
  /** The person at the desk for the history. `asked`: a selection needs one. `name` null: not known. */
  atDesk: z.object({ asked: z.boolean(), name: z.string().nullable() }),
  /** Whether the settings show today's patients. */
  showsToday: z.boolean(),
  counts: z.record(z.enum(jobStates), z.number()),
  today: dayBalanceSchema,
  /** Attachments to be archived, the first fifty; usually none. */
  archives: z.array(pendingArchiveSchema),
  /** The entries of all scan folders that are stuck now, and the folders that cannot be read. */
  stuck: z.number(),
  /** The day of the other PCs that watch one of these scan folders. */
  otherPcs: z.array(otherPcSchema),
  /** Increases with every change of a job. The window requests an older page again. */
  jobsRevision: z.number(),
});
export type Status = z.infer<typeof statusSchema>;

export const jobListSchema = z.enum(['inbox', 'queue', 'day', 'needs', 'moving', 'filed', 'dismissed']);
export type JobListName = z.infer<typeof jobListSchema>;

/** How a file is shown: by the browser, page by page as pictures, as text, or not at all. */
const previewKindSchema = z.enum(['image', 'pages', 'text', 'none']);
export type PreviewKind = z.infer<typeof previewKindSchema>;

/** A patient whom a page names, with the line that does. */
const namedPatientSchema = z.object({ patient: patientRefSchema, line: pageLineSchema });

/** The comparison of a file's page with its destination (docs/decisions/page-reading.md). */
const pageViewSchema = z.discriminatedUnion('said', [
  /** It is read as soon as possible. */
  z.object({ said: z.literal('unread') }),
  z.object({ said: z.literal('unreadable') }),
  z.object({ said: z.literal('nothing') }),
  z.object({ said: z.literal('agrees'), line: pageLineSchema }),
  /** Of a file without a destination: the only patient whom the page names. */
  z.object({ said: z.literal('suggests'), named: z.array(namedPatientSchema).length(1) }),
  /** `chosen`: the destination that it contradicts. `isFiled`: the file is in that chart already. */
  z.object({
    said: z.literal('names-another'),
    named: z.array(namedPatientSchema).min(1),
    chosen: destinationSchema,
    isFiled: z.boolean(),
  }),
]);
export type PageView = z.infer<typeof pageViewSchema>;

/** A job as a row. A field that its state does not have is null. */
export const jobViewSchema = z.object({
  id: jobIdSchema,
  state: z.enum(jobStates),
  /** null if the record is redacted. */
  name: z.string().nullable(),
  /** Bytes. */
  size: z.number(),
  source: jobSourceSchema,
  appearedAt: z.number(),
  destination: destinationSchema.nullable(),
  description: z.string().nullable(),
  paused: z.boolean(),
  /** Bytes sent of an active upload, and bytes per second. */
  progress: z.object({ sent: z.number(), perSecond: z.number() }).nullable(),
  /** The end of the undo period or the time of the next try, in epoch milliseconds. */
  until: z.number().nullable(),
  /** Why it waits or failed. */
  error: errorDtoSchema.nullable(),
  /** The step at which it failed. `linking`: it is in the patient's chart, but not in the case. */
  failedIn: z.enum(['uploading', 'stored', 'registering', 'processing', 'linking']).nullable(),
  /** Since when the clinic takes unusually long, in epoch milliseconds. */
  slowSince: z.number().nullable(),
  reason: inboxReasonSchema.nullable(),
  candidates: z.array(destinationSchema),
  /** The job with the same content, if that is the reason. */
  duplicateOf: z
    .object({ id: jobIdSchema, name: z.string().nullable(), destination: destinationSchema.nullable() })
    .nullable(),
  /** The pages of a stack that it has, from 1; null: it is a complete file. */
  stackPages: z.array(z.number().int()).nullable(),
  /** Its pages were put together by hand, of this number of files; null: they were not. */
  madeOf: z.number().int().nullable(),
  /** null: its page is not read. */
  page: pageViewSchema.nullable(),
  attachmentId: attachmentIdSchema.nullable(),
  /** When it was filed or ignored, or failed. Epoch milliseconds. */
  endedAt: z.number().nullable(),
  archived: z.boolean(),
  /** The acts that are possible now. */
  acts: z.array(
    z.enum([
      'assign',
      'takeBack',
      'retry',
      'acceptUnlinked',
      'describe',
      'dismiss',
      'restore',
      'pause',
      'moveFirst',
      'refile',
      'pages',
      'putBack',
    ]),
  ),
  preview: previewKindSchema,
});
export type JobView = z.infer<typeof jobViewSchema>;
export type JobAct = JobView['acts'][number];

export const patientCaseSchema = z.object({
  id: caseIdSchema,
  name: z.string(),
  closed: z.boolean(),
  expired: z.boolean(),
});
export type PatientCaseView = z.infer<typeof patientCaseSchema>;

export const foundPatientSchema = patientRefSchema.extend({
  oldReference: z.string().nullable(),
  /** Why this patient cannot be chosen; null: it can. Such patients are listed only if no other matches. */
  unavailable: z.enum(['archived', 'deleted', 'merged']).nullable(),
});
export type FoundPatientView = z.infer<typeof foundPatientSchema>;

export const attachmentSchema = z.object({
  id: attachmentIdSchema,
  /** null if the clinic does not return it. */
  patientId: patientIdSchema.nullable(),
  /** The patient. null in a list of one patient, and if the clinic does not return it. */
  patient: patientRefSchema.nullable(),
  name: z.string().nullable(),
  type: z.string().nullable(),
  size: z.number().nullable(),
  description: z.string().nullable(),
  /** Epoch milliseconds. */
  addedAt: z.number(),
  updatedAt: z.number(),
  processedAt: z.number().nullable(),
  archivedAt: z.number().nullable(),
  pinnedAt: z.number().nullable(),
  state: z.enum(['processing', 'ready', 'archived']),
  /** Id of the user who added it. */
  addedBy: z.string().nullable(),
  /** The job with which Chartdrop filed it. */
  filedBy: jobIdSchema.nullable(),
  preview: previewKindSchema,
});
export type AttachmentView = z.infer<typeof attachmentSchema>;

export const folderViewSchema = z.object({
  folder: scanFolderSchema,
  state: z.enum(['starting', 'watching', 'vanished', 'stopped']),
  /** Since when it is missing, in epoch milliseconds. */
  since: z.number().nullable(),
  method: z.enum(['events', 'listing']),
  account: folderAccountSchema,
  /**
   * Why PCs cannot claim files in this folder. With `claims-denied` or `claims-full` no file is taken; with
   * `claims-alone` and `claims-unsafe` only one PC may watch it.
   */
  trouble: errorDtoSchema.shape.code.nullable(),
});
export type FolderView = z.infer<typeof folderViewSchema>;

/** The result of checking a folder before it is watched. */
export const folderCheckSchema = z.object({
  canRead: z.boolean(),
  /** Files can be moved into `Filed/`. */
  canMove: z.boolean(),
  method: z.enum(['events', 'listing']),
  /** Number of files already in the folder. */
  existing: z.number(),
  error: errorDtoSchema.nullable(),
});
export type FolderCheck = z.infer<typeof folderCheckSchema>;

/** The result for each of several jobs or attachments; null: done. */
export const outcomesSchema = z.array(z.object({ id: z.string(), error: errorDtoSchema.nullable() }));
export type Outcomes = z.infer<typeof outcomesSchema>;

/**
 * The result for each job to assign. It waits in the inbox for a person's decision if its content is already in a chart
 * (`duplicate`), or its page names another patient.
 */
export const assignmentsSchema = z.array(
  outcomesSchema.element.extend({
    outcome: z.enum(['assigned', 'duplicate', 'page-names-another', 'refused']),
  }),
);
export type Assignments = z.infer<typeof assignmentsSchema>;

/** The result for each attachment. `waiting`: the clinic has not confirmed it, and it is tried again. */
export const archivedSchema = z.array(
  outcomesSchema.element.extend({ outcome: z.enum(['archived', 'waiting', 'refused']) }),
);
export type Archived = z.infer<typeof archivedSchema>;

/** `jobId`: the job that stands for the moved attachment; null if it was refused. */
export const movedSchema = z.array(outcomesSchema.element.extend({ jobId: jobIdSchema.nullable() }));

/**
 * The result for each given path, by its position in the request, with the jobs created and the entries left out.
 */
export const addedSchema = z.array(
  outcomesSchema.element.extend({ jobs: z.array(jobIdSchema), ...notTakenSchema.shape }),
);
export type Added = z.infer<typeof addedSchema>;
