import { z } from 'zod';
import { inboxReasons } from './job-states.ts';

export { type InboxReason, jobStates, type JobState } from './job-states.ts';

/** How a file came to Chartdrop. */
export const jobSourceSchema = z.enum(['scan', 'drop', 'paste']);

export const inboxReasonSchema = z.enum(inboxReasons);

/** The disposal of the local file once it is filed; never a delete. */
export const afterFilingSchema = z.enum(['stay', 'move', 'trash']);
export type AfterFiling = z.infer<typeof afterFilingSchema>;
