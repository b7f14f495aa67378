// Without zod, to keep the window small.

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
  /** Its pages are in other jobs: a stack of letters, or a scan whose pages a person rearranged. */
  'split',
  /** Its parts have all ended. */
  'parted',
] as const;
export type JobState = (typeof jobStates)[number];

/** Why a file is in the inbox. */
export const inboxReasons = [
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
  'page-names-another',
  'sheet-unreadable',
  'sheet-out-of-date',
  'sheet-strange',
  'part-without-sheet',
  'stack-not-split',
  'page-pending',
  'page-not-read',
  'page-partly-read',
  'page-names-none',
  'page-names-several',
  'page-unsure',
  'file-changed',
  'file-replaced',
  'was-left-alone',
  'begun-elsewhere',
  'records-lost',
  'put-together',
  'taken-back',
  'restored',
] as const;
export type InboxReason = (typeof inboxReasons)[number];
