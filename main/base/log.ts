import { createHash } from 'node:crypto';
import { z } from 'zod';
import { errorCodeSchema } from '../../preload/contract/errors.ts';
import { jobStates } from '../../preload/contract/job.ts';
import { updateFailureSchema } from '../../preload/contract/updates.ts';

/** Every event that can be logged. The set is closed, so that a log line cannot contain a sentence with a name. */
export const logEvents = [
  // the program
  'started',
  'stopped',
  'stopped-by-fault',
  'not-stopped-cleanly',
  'update-failed',
  'log-lines-lost',
  'preset-refused',
  'window-failed',
  'listener-failed',
  'convenience-not-kept',
  'settings-not-kept',
  // the clinic and the connection to it
  'clinic-not-opened',
  'clinic-not-identified',
  'connection-changed',
  'poll-failed',
  'lookup-not-answered',
  'proxy-credentials-set',
  'system-certificates-unread',
  'calls-not-shared',
  // jobs
  'job-changed',
  'pause-changed',
  'attachment-not-archived',
  'spooled-file-not-removed',
  'scan-not-copied',
  'copy-not-read',
  'copy-not-compared',
  'copy-not-removed',
  'copies-not-swept',
  'filed-file-not-moved',
  'account-not-stored',
  'filed-files-unknown',
  'page-not-read',
  'stack-not-ended',
  'page-not-filed',
  // scan folders
  'baseline-not-written',
  'gone-files-kept',
  'start-not-finished',
  'folder-not-watched',
  'folder-vanished',
  'folder-returned',
  'folder-troubled',
  'subfolder-not-listed',
  'watch-events-failed',
  'scan-not-taken',
  'scan-gone-unfinished',
  'claims-not-kept',
  'sums-not-exchanged',
  // the history
  'retention-not-done',
  'history-not-written',
  'history-lost',
  'history-not-indexed',
] as const;
type LogEvent = (typeof logEvents)[number];

/** Why a file that applies to every user of this machine is refused (`hosts/guarded-file.ts`). */
const guardRefusalSchema = z.enum([
  'owner',
  'writable',
  'folder',
  'link',
  'not-a-file',
  'too-large',
  'not-told',
]);
export type GuardRefusal = z.infer<typeof guardRefusalSchema>;

/**
 * The fields of a log line: codes from closed sets, numbers, and shortened hashes of ids. No text that a person
 * typed or that came from outside.
 */
export const logFieldsSchema = z.strictObject({
  code: errorCodeSchema.optional(),
  update: updateFailureSchema.optional(),
  refused: guardRefusalSchema.optional(),
  state: z.enum(jobStates).optional(),
  connection: z.enum(['unknown', 'online', 'offline', 'key-rejected']).optional(),
  pausedBy: z.array(z.enum(['person', 'key', 'network', 'sleep'])).optional(),
  count: z.number().optional(),
  ms: z.number().optional(),
  bytes: z.number().optional(),
  status: z.number().optional(),
  /** `logRef` of an id, never the id. */
  ref: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .optional(),
});
export type LogFields = Readonly<z.input<typeof logFieldsSchema>>;

export interface Log {
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
}

/** A shortened hash of an id: it connects log lines about the same record without naming the record. */
export const logRef = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 8);
