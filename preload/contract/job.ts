import { z } from 'zod';

/** The states of a job, in the order of its life. Their fields are the core's own (`main/jobs/job.ts`). */
export const jobStates = [
  'inbox',
  'held',
  'queued',
  'uploading',
  'stored',
  'registering',
  'processing',
  'linking',
  'filed',
  'failed',
  'dismissed',
] as const;
export type JobState = (typeof jobStates)[number];

/** How a file came to Chartdrop. */
export const jobSourceSchema = z.enum(['scan', 'drop', 'paste']);

export const inboxReasonSchema = z.enum([
  'route-inbox',
  'nobody-armed',
  'destination-changed',
  'name-without-match',
  'lookup-pending',
  'patient-not-found',
  'patient-ambiguous',
  'patient-unavailable',
  'case-not-found',
  'duplicate-same-patient',
  'duplicate-other-patient',
  'file-changed',
  'file-replaced',
  'was-left-alone',
  'begun-elsewhere',
  'records-lost',
  'taken-back',
  'restored',
]);
export type InboxReason = z.infer<typeof inboxReasonSchema>;

/** The disposal of the local file once it is filed; never a delete. */
export const afterFilingSchema = z.enum(['stay', 'move', 'trash']);
export type AfterFiling = z.infer<typeof afterFilingSchema>;
