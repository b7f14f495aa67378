import { z } from 'zod';
import { inboxReasons } from './job-states.ts';

export { type InboxReason, jobStates, type JobState } from './job-states.ts';

/** How a file came to Chartdrop. `chart`: someone else had filed it, and it is moved to another patient. */
export const jobSourceSchema = z.enum(['scan', 'drop', 'paste', 'chart']);

export const inboxReasonSchema = z.enum(inboxReasons);

/** The disposal of the local file once it is filed; never a delete. */
export const afterFilingSchema = z.enum(['stay', 'move', 'trash']);
export type AfterFiling = z.infer<typeof afterFilingSchema>;
