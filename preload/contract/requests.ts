import { z } from 'zod';
import { attachmentField } from './attachment-field.ts';
import { mostArchivedUnasked } from './most-archived.ts';
import { define, nothing } from './define-request.ts';
import { destinationSchema } from './destination.ts';
import { diagnosisSchema } from './diagnosis.ts';
import { auditEntrySchema, dayBalanceSchema, filesCursorSchema } from './history.ts';
import { refusalRuleSchema } from './folder-account.ts';
import { handleSchema } from './handle.ts';
import { hostAskSchema, hostSettingsSchema, linkTargetSchema } from './host.ts';
import {
  attachmentIdSchema,
  caseIdSchema,
  jobIdSchema,
  patientIdSchema,
  practitionerIdSchema,
  userIdSchema,
} from './ids.ts';
import { jobStates } from './job.ts';
import { descriptionSchema, mostPractitioners } from './settings.ts';
import { pageRequests } from './pages.ts';
import { setupRequests } from './setup-requests.ts';
import { sheetRequests } from './sheets.ts';
import { todaySchema } from './today.ts';
import { updateStateSchema } from './updates.ts';
import {
  activeSchema,
  appInfoSchema,
  attachmentSchema,
  foundPatientSchema,
  jobListSchema,
  jobViewSchema,
  addedSchema,
  archivedSchema,
  assignmentsSchema,
  movedSchema,
  outcomesSchema,
  patientCaseSchema,
  statusSchema,
} from './views.ts';

const jobs = z.object({ ids: z.array(jobIdSchema).min(1).max(1000) });
/** Only ids: the core asks the clinic for the names, so that an outdated window cannot choose by a wrong name. */
const target = z.object({ patientId: patientIdSchema, caseId: caseIdSchema.nullable() });

/** Attachments as the window shows them. */
const shownRecords = z
  .array(z.object({ id: attachmentIdSchema, patientId: patientIdSchema.nullable() }))
  .min(1);

/**
 * Every request of a window by channel (`noun:verb`), with its input and answer. Both transports offer exactly these.
 * Answers travel as `Result`.
 */
export const requests = {
  /** Name and version of the program, and the features of its host. */
  'app:info': define(nothing, appInfoSchema),
  /** The state of clinic, selection, queue and connection, as in `status:changed`. */
  'status:read': define(nothing, statusSchema),
  /** Shows the log in the system's file manager, if the host has one. */
  'app:showLog': define(nothing, nothing),

  /** Opens the built-in demo clinic. */
  'clinic:useDemo': define(nothing, statusSchema),
  /**
   * Checks the key and then stores it; the key is never sent back. `sessionOnly`: without a key store
   * (`key-store-missing`), a person may choose to keep it in memory until the program ends. `presentKey`: the current
   * key, typed again when a working one is replaced and the host has no dialog to confirm it (`present-key-needed`).
   */
  'clinic:useKey': define(
    z.object({
      apiKey: z.string().min(1).max(500),
      sessionOnly: z.boolean().optional(),
      presentKey: z.string().max(500).optional(),
    }),
    statusSchema,
  ),
  /** Asks the clinic for the key’s user. */
  'clinic:identify': define(nothing, statusSchema),
  /** Checks the connection step by step; works before setup too. */
  'clinic:diagnose': define(nothing, diagnosisSchema),
  /** Stores the login for the proxy to the clinic, and asks the clinic again. It is never sent back. */
  'proxy:useCredentials': define(
    z.object({ user: z.string().min(1).max(200), password: z.string().max(500) }),
    statusSchema,
  ),

  /** Patients that match the words of a search, best match first. */
  'patients:search': define(z.object({ query: z.string().max(200) }), z.array(foundPatientSchema)),
  /** The cases of a patient. */
  'patients:cases': define(z.object({ patientId: patientIdSchema }), z.array(patientCaseSchema)),

  /** Today's patients of the chosen practitioners, by time. The core asks the clinic again when that is due. */
  'today:read': define(nothing, todaySchema),
  /** Chooses whose patients of today are shown, and remembers it. Empty: those of all practitioners. */
  'today:choose': define(
    z.object({ practitioners: z.array(practitionerIdSchema).max(mostPractitioners) }),
    todaySchema,
  ),

  /** Selects a patient or case: scans of folders for the selected patient go there from now on. */
  'destination:arm': define(target, activeSchema),
  /** Ends the selection: scans of those folders go to the inbox. */
  'destination:disarm': define(nothing, activeSchema),
  /** Tells who is at the desk: a name or initials for the history, in memory only. null: unknown. */
  'person:tell': define(z.object({ name: z.string().trim().min(1).max(40).nullable() }), statusSchema),
  /** The last selected destinations of this clinic, newest first. */
  'destination:recent': define(nothing, z.array(destinationSchema)),

  /**
   * A page of files. `day`: what needs a person, what is in the queue, and what was filed today. `needs`: failed files and
   * the inbox. `moving`: the queue without failed files. `revision` as in the status.
   */
  'jobs:page': define(
    z.object({
      list: jobListSchema,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(200),
    }),
    z.object({ rows: z.array(jobViewSchema), total: z.number(), revision: z.number() }),
  ),
  /**
   * Assigns jobs to a destination. `from`: the state in which they were shown; jobs that have another state now are
   * refused. `description` null: leaves each unchanged.
   */
  'jobs:assign': define(
    jobs.extend(target.shape).extend({
      acceptDuplicate: z.boolean(),
      /** The person has seen that the page names another patient. */
      acceptPage: z.boolean().optional(),
      from: z.enum(jobStates).optional(),
      description: descriptionSchema.nullable().optional(),
    }),
    assignmentsSchema,
  ),
  /** Undoes an assignment before the upload: the files return to the inbox. */
  'jobs:takeBack': define(jobs, outcomesSchema),
  /** Tries failed files again from the step where they failed, and waiting ones immediately. */
  'jobs:retry': define(jobs, outcomesSchema),
  /** Accepts that the file is only in the patient's chart, and stops adding it to the case. */
  'jobs:acceptUnlinked': define(jobs, outcomesSchema),
  /** Ignores files: they leave the inbox and stay in their folder. */
  'jobs:dismiss': define(jobs, outcomesSchema),
  /** Returns ignored files to the inbox. */
  'jobs:restore': define(jobs, outcomesSchema),
  /** Pauses or resumes single files. */
  'jobs:pause': define(jobs.extend({ paused: z.boolean() }), outcomesSchema),
  /** Moves files to the front of the queue. */
  'jobs:moveFirst': define(jobs, outcomesSchema),
  /** Files as they are now; unknown ones are left out. */
  'jobs:read': define(jobs, z.array(jobViewSchema)),
  /** Sets the description before the upload starts. */
  'jobs:describe': define(jobs.extend({ description: descriptionSchema.nullable() }), outcomesSchema),
  /** Moves filed files to another patient: files each there first, then archives the wrong attachment. */
  'jobs:refile': define(jobs.extend(target.shape), outcomesSchema),
  /** Undoes moves of filed files to another patient, while their undo period lasts. */
  'jobs:undoRefile': define(jobs, outcomesSchema),
  /** Adds dropped files and folders by their handles: for a destination, or to the inbox. */
  'jobs:add': define(
    z.object({ files: z.array(handleSchema).min(1).max(1000), target: target.nullable() }),
    addedSchema,
  ),

  /**
   * The rule that leaves a given file out, for each name (inside a folder with its subfolders); null: it may
   * be added.
   */
  'jobs:filter': define(
    z.object({ names: z.array(z.string().min(1).max(4096)).max(1000) }),
    z.object({ rules: z.array(refusalRuleSchema.nullable()) }),
  ),

  /** Pauses all uploads. */
  'queue:pause': define(nothing, statusSchema),
  /** Resumes all uploads, and checks a refused key again. */
  'queue:resume': define(nothing, statusSchema),

  /** A page of the clinic’s attachments: recent ones, or those of a patient or case. */
  'attachments:list': define(
    z.object({
      scope: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('recent') }),
        z.object({ kind: z.literal('patient'), id: patientIdSchema }),
        z.object({ kind: z.literal('case'), id: caseIdSchema }),
      ]),
      /** As a person types them, such as `size:>1000`. Rows must match all of them. */
      filters: z.array(z.string().max(300)).max(20),
      /** The first field decides, then the next. Empty: newest first. */
      sort: z.array(z.object({ field: attachmentField, direction: z.enum(['asc', 'desc']) })).max(5),
      archived: z.enum(['without', 'with', 'only']),
      /** From the previous answer; null for the first page. */
      next: z.string().max(4000).nullable(),
    }),
    z.object({ rows: z.array(attachmentSchema), total: z.number(), next: z.string().nullable() }),
  ),
  /** Archives the shown records. Refuses a record that has another patient now. */
  'attachments:archive': define(z.object({ records: shownRecords.max(200) }), archivedSchema),
  /**
   * Moves the shown records, filed by Chartdrop or anyone else, to another patient: files each there, then archives it
   * here.
   * Refuses a record that has another patient now.
   */
  'attachments:move': define(
    z.object({ records: shownRecords.max(mostArchivedUnasked), ...target.shape }),
    movedSchema,
  ),
  /** Tries pending archives again now. */
  'archives:retry': define(z.object({ ids: z.array(attachmentIdSchema).min(1).max(200) }), statusSchema),
  /** Gives a pending archive up: the attachment stays in the chart. */
  'archives:leave': define(z.object({ id: attachmentIdSchema }), statusSchema),

  /** The names of the clinic's users. Users that the clinic does not return are missing. */
  'users:names': define(
    z.object({ ids: z.array(userIdSchema).max(200) }),
    z.array(z.object({ id: userIdSchema, name: z.string() })),
  ),

  /** The balance of each of the last days. */
  'history:days': define(z.object({ days: z.number().int().min(1).max(366) }), z.array(dayBalanceSchema)),
  /** A page of the history, newest first: one row a file, with its newest entry, and one for each other act. */
  'history:page': define(
    z.object({
      /** `next` of the page before; null for the first. */
      after: filesCursorSchema.nullable(),
      /** Terms that an entry's names, paths, dates and ids must contain, ignoring case and accents. */
      search: z.string().max(200),
      limit: z.number().int().min(1).max(200),
    }),
    z.object({ rows: z.array(auditEntrySchema), next: filesCursorSchema.nullable() }),
  ),

  /** The entries of one file, oldest first. */
  'history:story': define(z.object({ jobId: jobIdSchema }), z.array(auditEntrySchema)),

  /** The state of updates. */
  'updates:read': define(nothing, updateStateSchema),
  /** Checks for an update and answers with the result. */
  'updates:check': define(nothing, updateStateSchema),
  /** Quits, installs the downloaded update, and starts again. False: uploads are active, and nothing was changed. */
  'updates:restart': define(nothing, z.boolean()),

  /** The patient or case that a link names, with names from the clinic. Selects nothing. */
  'link:look': define(linkTargetSchema, destinationSchema),
  /** The requests to the window since the last call; each is returned once. */
  'host:take': define(nothing, z.array(hostAskSchema)),
  /** Settings of the program on this machine, if the host has them. */
  'host:read': define(nothing, hostSettingsSchema),
  /** Changes the settings of the program on this machine; answers with the system’s actual state. */
  'host:update': define(hostSettingsSchema, hostSettingsSchema),
  /** The machine has a network again: jobs stop backing off. */
  'network:returned': define(nothing, nothing),
  ...setupRequests,
  ...sheetRequests,
  ...pageRequests,
} as const;

type Requests = typeof requests;
export type RequestName = keyof Requests;
export type RequestInput<K extends RequestName> = z.infer<Requests[K]['input']>;
export type RequestOutput<K extends RequestName> = z.infer<Requests[K]['output']>;
export const requestNames = Object.keys(requests) as RequestName[];
