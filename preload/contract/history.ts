import { z } from 'zod';
import { attachmentIdSchema, caseIdSchema, jobIdSchema, patientIdSchema, userIdSchema } from './ids.ts';

/** Every act of a person and every change of a job's state, in the past tense. */
const auditKindSchema = z.enum([
  'job-found',
  'job-assigned',
  'job-hold-ended',
  'job-taken-back',
  'job-upload-started',
  'job-stored',
  'job-registration-sent',
  'job-registered',
  'job-processing-slow',
  'job-processed',
  'job-linked',
  'job-link-lost',
  'job-link-accepted',
  'job-filed',
  'job-delayed',
  'job-failed',
  'job-retried',
  'job-dismissed',
  'job-restored',
  'job-returned-to-inbox',
  'job-page-read',
  'job-page-names-another',
  'job-refiled',
  'job-refile-undone',
  'job-adopted',
  'job-file-disposed',
  'job-parted',
  'job-divided',
  'job-put-back',
  'job-changed',
  'attachment-archive-asked',
  'attachment-archived',
  'attachment-not-archived',
  'attachment-left',
  'destination-armed',
  'destination-disarmed',
  'folder-added',
  'folder-changed',
  'folder-removed',
  'folder-restored',
  'folder-vanished',
  'folder-returned',
  'key-set',
  'storage-met',
  'sheet-printed',
  'sheet-key-exported',
  'sheet-key-imported',
  'settings-changed',
  'history-shortened',
]);
export type AuditKind = z.infer<typeof auditKindSchema>;

/** One entry of the append-only history. */
export const auditEntrySchema = z.object({
  seq: z.number().int(),
  at: z.number().int(),
  kind: auditKindSchema,
  jobId: jobIdSchema.nullable(),
  patientId: patientIdSchema.nullable(),
  caseId: caseIdSchema.nullable(),
  attachmentId: attachmentIdSchema.nullable(),
  apiUser: userIdSchema.nullable(),
  osUser: z.string(),
  station: z.string(),
  /** Names and paths for people. null once retention has removed them. */
  detail: z.record(z.string(), z.string()).nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/**
 * Where a page of the history continues: with entries older than `before`, or, in the part `words`, with files whose first
 * entry is older. `indexedTo`: the newest entry in the index of words when the search began.
 */
export const filesCursorSchema = z.discriminatedUnion('part', [
  z.object({ part: z.literal('all'), before: z.number().int() }),
  z.object({
    part: z.enum(['new', 'words', 'parts']),
    before: z.number().int(),
    indexedTo: z.number().int(),
  }),
]);
export type FilesCursor = z.infer<typeof filesCursorSchema>;

/** The balance of a day, for the practice manager: found = filed + waiting + failed + ignored. */
export const dayBalanceSchema = z.object({
  day: z.string(),
  found: z.number().int(),
  filed: z.number().int(),
  waiting: z.number().int(),
  failed: z.number().int(),
  dismissed: z.number().int(),
});
export type DayBalance = z.infer<typeof dayBalanceSchema>;
