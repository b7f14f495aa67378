import { randomUUID } from 'node:crypto';
import { type JobId, jobIdSchema } from '../../preload/contract/ids.ts';

/**
 * A new job's id: a UUID of version 7 (RFC 9562), which begins with `now` in epoch milliseconds. The database stores
 * jobs and history by id, so recent ones are close together; random ids would put each of 10,000 new jobs on another
 * page.
 */
export function newJobId(now: number): JobId {
  const moment = Math.max(0, Math.trunc(now)).toString(16).padStart(12, '0');
  // The rest is random: 74 bits and the variant.
  return jobIdSchema.parse(`${moment.slice(0, 8)}-${moment.slice(8)}-7${randomUUID().slice(15)}`);
}
