import { z } from 'zod';
import { destinationSchema, patientRefSchema } from './destination.ts';
import { errorDtoSchema } from './errors.ts';
import { dayBalanceSchema } from './history.ts';
import { attachmentIdSchema, caseIdSchema, jobIdSchema, patientIdSchema } from './ids.ts';
import { inboxReasonSchema, jobStates } from './job.ts';
import { scanFolderSchema } from './scan-folder.ts';
import { clinicChoiceSchema } from './settings.ts';

// What the window is shown: plain data, made anew for each page. The core keeps the truth.

/** What the host can do; where it cannot, the window offers the next best. */
const capabilitiesSchema = z.object({
  /** A native dialog for folders; else the window browses folders itself. */
  chooseFolder: z.boolean(),
  /** It asks in a box of its own before a key is replaced or many attachments are archived; the window does not then. */
  asksItself: z.boolean(),
  tray: z.boolean(),
  loginItem: z.boolean(),
  /** The log can be shown in the system's file manager; else it is a part of the report. */
  showLog: z.boolean(),
});

export const appInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'browser']),
  capabilities: capabilitiesSchema,
});
export type AppInfo = z.infer<typeof appInfoSchema>;

export const activeSchema = z.object({
  destination: destinationSchema.nullable(),
  /** Milliseconds until it disarms by itself. */
  remainingMs: z.number().nullable(),
});

/** The state of everything, small enough to be sent at each change. */
export const statusSchema = z.object({
  /** Null before the first run is done. */
  clinic: clinicChoiceSchema.nullable(),
  /** Why the clinic that was to be opened last is not; null where it is, or none was. */
  problem: errorDtoSchema.shape.code.nullable(),
  /** Whose key it is, once the clinic has said so. */
  user: z.object({ name: z.string(), role: z.string().nullable() }).nullable(),
  connection: z.enum(['unknown', 'online', 'offline', 'key-rejected']),
  /** Why nothing new is uploaded. */
  pausedBy: z.array(z.enum(['person', 'key', 'network', 'sleep'])),
  rate: z.object({ used: z.number(), limit: z.number(), blockedForMs: z.number() }),
  active: activeSchema,
  counts: z.record(z.enum(jobStates), z.number()),
  today: dayBalanceSchema,
  /** Goes up with every change of a job; a page that is older than this is asked for again. */
  jobsRevision: z.number(),
});
export type Status = z.infer<typeof statusSchema>;

export const jobListSchema = z.enum(['inbox', 'queue', 'filed', 'dismissed']);
export type JobListName = z.infer<typeof jobListSchema>;

/** A job as a row. What only some states have is null in the others. */
/** How a file is shown: by the browser, page by page as pictures, as text, or not here. */
const previewKindSchema = z.enum(['image', 'pages', 'text', 'none']);
export type PreviewKind = z.infer<typeof previewKindSchema>;

export const jobViewSchema = z.object({
  id: jobIdSchema,
  state: z.enum(jobStates),
  name: z.string(),
  /** Bytes. */
  size: z.number(),
  source: z.enum(['scan', 'drop', 'paste']),
  appearedAt: z.number(),
  destination: destinationSchema.nullable(),
  description: z.string().nullable(),
  paused: z.boolean(),
  /** Bytes of an upload under way, and its speed in bytes a second. */
  progress: z.object({ sent: z.number(), perSecond: z.number() }).nullable(),
  /** The end of the hold, or the next try; epoch milliseconds. */
  until: z.number().nullable(),
  /** Why it waits or failed. */
  error: errorDtoSchema.nullable(),
  /** At which step it failed; `linking`: it is in the patient's chart, but not in the case. */
  failedIn: z.enum(['uploading', 'stored', 'registering', 'processing', 'linking']).nullable(),
  /** Since when the clinic takes unusually long, epoch milliseconds. */
  slowSince: z.number().nullable(),
  reason: inboxReasonSchema.nullable(),
  candidates: z.array(destinationSchema),
  /** The job with the same content, where that is the reason. */
  duplicateOf: z
    .object({ id: jobIdSchema, name: z.string(), destination: destinationSchema.nullable() })
    .nullable(),
  attachmentId: attachmentIdSchema.nullable(),
  /** Filed, or dismissed, or failed at; epoch milliseconds. */
  endedAt: z.number().nullable(),
  archived: z.boolean(),
  /** What a person can do now. */
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
  /** Why this patient cannot be chosen; null: it can. Such a one is found only where nobody else fits. */
  unavailable: z.enum(['archived', 'deleted', 'merged']).nullable(),
});
export type FoundPatientView = z.infer<typeof foundPatientSchema>;

export const attachmentSchema = z.object({
  id: attachmentIdSchema,
  /** Null where the clinic does not tell. */
  patientId: patientIdSchema.nullable(),
  /** Whose it is; null in a list of one patient, and where the clinic does not tell. */
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
  /** The job by which Chartdrop itself filed it. */
  filedBy: jobIdSchema.nullable(),
  preview: previewKindSchema,
});
export type AttachmentView = z.infer<typeof attachmentSchema>;

export const folderViewSchema = z.object({
  folder: scanFolderSchema,
  state: z.enum(['starting', 'watching', 'vanished', 'stopped']),
  /** Since when it is gone, epoch milliseconds. */
  since: z.number().nullable(),
  method: z.enum(['events', 'listing']),
  unfinished: z.number(),
  /** Files that lay there when the folder was added, or its settings changed, and are left alone. */
  leftAlone: z.number(),
  /**
   * What hinders the agreement with other PCs on it. Nothing is taken from it where that is `claims-denied` or `claims-full`;
   * with `claims-alone` and `claims-unsafe` only one PC may watch it.
   */
  trouble: errorDtoSchema.shape.code.nullable(),
});
export type FolderView = z.infer<typeof folderViewSchema>;

/** What a look at a folder found, before it is watched. */
export const folderCheckSchema = z.object({
  canRead: z.boolean(),
  /** Files can be moved into `Filed/`. */
  canMove: z.boolean(),
  method: z.enum(['events', 'listing']),
  /** Files that lie there already. */
  existing: z.number(),
  error: errorDtoSchema.nullable(),
});
export type FolderCheck = z.infer<typeof folderCheckSchema>;

/** What became of each of several jobs or attachments; null: done. */
export const outcomesSchema = z.array(z.object({ id: z.string(), error: errorDtoSchema.nullable() }));
export type Outcomes = z.infer<typeof outcomesSchema>;

/** The same of given paths, by their place in the request, with the jobs that each of them became. */
export const addedSchema = z.array(outcomesSchema.element.extend({ jobs: z.array(jobIdSchema) }));
export type Added = z.infer<typeof addedSchema>;
