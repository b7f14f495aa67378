import { z } from 'zod';
import { destinationSchema } from './destination.ts';
import { diagnosisSchema } from './diagnosis.ts';
import { auditEntrySchema, dayBalanceSchema } from './history.ts';
import { folderNameSchema, handleSchema } from './handle.ts';
import { hostAskSchema, hostSettingsSchema, linkTargetSchema } from './host.ts';
import {
  attachmentIdSchema,
  caseIdSchema,
  folderIdSchema,
  jobIdSchema,
  patientIdSchema,
  userIdSchema,
} from './ids.ts';
import { jobStates } from './job.ts';
import { scanFolderSchema } from './scan-folder.ts';
import { descriptionSchema, preferencesSchema } from './settings.ts';
import { updateStateSchema } from './updates.ts';
import {
  activeSchema,
  appInfoSchema,
  attachmentSchema,
  folderCheckSchema,
  folderViewSchema,
  foundPatientSchema,
  jobListSchema,
  jobViewSchema,
  addedSchema,
  outcomesSchema,
  patientCaseSchema,
  statusSchema,
} from './views.ts';

const nothing = z.null();
const jobs = z.object({ ids: z.array(jobIdSchema).min(1).max(1000) });
/** By ids alone: the core asks the clinic for the names itself, so that a stale window cannot choose by a wrong one. */
const target = z.object({ patientId: patientIdSchema, caseId: caseIdSchema.nullable() });
/** The folder to watch: one that a person chose, or null, the one that it is already. */
const chosen = handleSchema.nullable();

const attachmentField = z.enum([
  'archived_at',
  'created_at',
  'content_type',
  'description',
  'filename',
  'id',
  'patient_id',
  'processed_at',
  'size',
  'updated_at',
  'user_id',
]);
export type AttachmentField = z.infer<typeof attachmentField>;

const define = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

/**
 * Every request that a window can make, by channel: `noun:verb`, its input and its answer. Both transports offer this map
 * and nothing else. Answers travel as `Result`.
 */
export const requests = {
  'app:info': define(nothing, appInfoSchema),
  'status:read': define(nothing, statusSchema),
  /** In the system's file manager, where the host has one. */
  'app:showLog': define(nothing, nothing),

  'clinic:useDemo': define(nothing, statusSchema),
  /**
   * Proves the key before it is kept; it goes one way only. `sessionOnly`: where the system has no key store
   * (`key-store-missing`), a person may choose that it is kept in memory until the program ends. `presentKey`: typed again
   * where it takes the place of one that works, and the host has no box of its own to ask in (`present-key-needed`).
   */
  'clinic:useKey': define(
    z.object({
      apiKey: z.string().min(1).max(500),
      sessionOnly: z.boolean().optional(),
      presentKey: z.string().max(500).optional(),
    }),
    statusSchema,
  ),
  'clinic:identify': define(nothing, statusSchema),
  /** Walks the way to the clinic step by step; with a clinic or before there is one. */
  'clinic:diagnose': define(nothing, diagnosisSchema),
  /** For the proxy on the way to the clinic; like the key, it goes one way only. Then the clinic is asked anew. */
  'proxy:useCredentials': define(
    z.object({ user: z.string().min(1).max(200), password: z.string().max(500) }),
    statusSchema,
  ),

  'patients:search': define(z.object({ query: z.string().max(200) }), z.array(foundPatientSchema)),
  'patients:cases': define(z.object({ patientId: patientIdSchema }), z.array(patientCaseSchema)),

  'destination:arm': define(target, activeSchema),
  'destination:disarm': define(nothing, activeSchema),
  'destination:recent': define(nothing, z.array(destinationSchema)),

  'jobs:page': define(
    z.object({
      list: jobListSchema,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(200),
    }),
    z.object({ rows: z.array(jobViewSchema), total: z.number(), revision: z.number() }),
  ),
  /**
   * `from`: the state in which they were shown; one that moved on meanwhile is refused. `description`: null leaves each
   * as it is.
   */
  'jobs:assign': define(
    jobs.extend(target.shape).extend({
      acceptDuplicate: z.boolean(),
      from: z.enum(jobStates).optional(),
      description: descriptionSchema.nullable().optional(),
    }),
    outcomesSchema,
  ),
  'jobs:takeBack': define(jobs, outcomesSchema),
  'jobs:retry': define(jobs, outcomesSchema),
  /** In the patient's chart is enough; the case that could not be written is given up. */
  'jobs:acceptUnlinked': define(jobs, outcomesSchema),
  'jobs:dismiss': define(jobs, outcomesSchema),
  'jobs:restore': define(jobs, outcomesSchema),
  'jobs:pause': define(jobs.extend({ paused: z.boolean() }), outcomesSchema),
  'jobs:moveFirst': define(jobs, outcomesSchema),
  /** In the person's own words, before the upload starts. */
  'jobs:describe': define(jobs.extend({ description: descriptionSchema.nullable() }), outcomesSchema),
  /** Files it with the right patient first; the wrong attachment is archived once that is filed. */
  'jobs:refile': define(target.extend({ id: jobIdSchema }), nothing),
  /** Files and folders that a person dropped, where the host has paths: to a destination, or without one to the inbox. */
  'jobs:add': define(
    z.object({ files: z.array(handleSchema).min(1).max(1000), target: target.nullable() }),
    addedSchema,
  ),

  'queue:pause': define(nothing, statusSchema),
  'queue:resume': define(nothing, statusSchema),

  'attachments:list': define(
    z.object({
      scope: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('recent') }),
        z.object({ kind: z.literal('patient'), id: patientIdSchema }),
        z.object({ kind: z.literal('case'), id: caseIdSchema }),
      ]),
      /** As a person types them, such as `size:>1000`; all must hold. */
      filters: z.array(z.string().max(300)).max(20),
      /** The first decides, the next among equals; empty: newest first. */
      sort: z.array(z.object({ field: attachmentField, direction: z.enum(['asc', 'desc']) })).max(5),
      archived: z.enum(['without', 'with', 'only']),
      /** From the answer before; null for the first page. */
      next: z.string().max(4000).nullable(),
    }),
    z.object({ rows: z.array(attachmentSchema), total: z.number(), next: z.string().nullable() }),
  ),
  /** By the records that were shown: one that is another patient's by now is refused. */
  'attachments:archive': define(
    z.object({
      records: z
        .array(z.object({ id: attachmentIdSchema, patientId: patientIdSchema.nullable() }))
        .min(1)
        .max(200),
    }),
    outcomesSchema,
  ),

  /** The names of the clinic's users; whom the clinic does not tell is left out. */
  'users:names': define(
    z.object({ ids: z.array(userIdSchema).max(200) }),
    z.array(z.object({ id: userIdSchema, name: z.string() })),
  ),

  'history:days': define(z.object({ days: z.number().int().min(1).max(366) }), z.array(dayBalanceSchema)),
  'history:page': define(
    z.object({
      beforeSeq: z.number().int().nullable(),
      /** Words that name, patient or file must contain; case does not matter. */
      search: z.string().max(200),
      limit: z.number().int().min(1).max(200),
    }),
    z.object({ rows: z.array(auditEntrySchema), next: z.number().nullable() }),
  ),

  'settings:read': define(nothing, preferencesSchema),
  /** All of them: a part would be filled up with defaults. */
  'settings:update': define(preferencesSchema, preferencesSchema),

  'updates:read': define(nothing, updateStateSchema),
  /** Looks for an update now; answers when that is known. */
  'updates:check': define(nothing, updateStateSchema),
  /** Quits, installs the update that is ready, and starts again. False: work is under way, and nothing was done. */
  'updates:restart': define(nothing, z.boolean()),

  'folders:list': define(nothing, z.array(folderViewSchema)),
  'folders:save': define(
    z.object({
      folder: scanFolderSchema.omit({ id: true, path: true }).extend({ id: folderIdSchema.nullable() }),
      chosen,
      takeExisting: z.boolean(),
    }),
    z.array(folderViewSchema),
  ),
  /** Takes what was left alone in the folder; answers once it is listed. */
  'folders:takeLeft': define(z.object({ id: folderIdSchema }), z.array(folderViewSchema)),
  'folders:remove': define(z.object({ id: folderIdSchema }), z.array(folderViewSchema)),
  /** A look at a folder that was chosen, or at the one that is watched as `id`. */
  'folders:check': define(z.object({ id: folderIdSchema.nullable(), chosen }), folderCheckSchema),
  /**
   * Folders inside a folder, for a host without a native dialog: `within` null is the root that the host allows, `name` one
   * of the folders inside. Each answer holds handles of what is shown and of the folder above it.
   */
  'folders:browse': define(
    z.object({ within: handleSchema.nullable(), name: folderNameSchema.nullable() }),
    z.object({
      handle: handleSchema,
      path: z.string(),
      parent: handleSchema.nullable(),
      folders: z.array(z.string()),
    }),
  ),
  /** The native dialog; null where the person chose nothing. */
  'folders:choose': define(nothing, z.object({ handle: handleSchema, path: z.string() }).nullable()),

  /** Whom a link names, with names from the clinic itself: nobody is armed by it. */
  'link:look': define(linkTargetSchema, destinationSchema),
  /** What is wanted of the window since it asked last; each is given once. */
  'host:take': define(nothing, z.array(hostAskSchema)),
  /** Only where the host's capabilities say so. */
  'host:read': define(nothing, hostSettingsSchema),
  'host:update': define(hostSettingsSchema, hostSettingsSchema),
  /** The window's machine has a network again: nothing waits out its backoff. */
  'network:returned': define(nothing, nothing),
} as const;

type Requests = typeof requests;
export type RequestName = keyof Requests;
export type RequestInput<K extends RequestName> = z.infer<Requests[K]['input']>;
export type RequestOutput<K extends RequestName> = z.infer<Requests[K]['output']>;
export const requestNames = Object.keys(requests) as RequestName[];
