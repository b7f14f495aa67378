import { randomUUID } from 'node:crypto';
import { type JobId, jobIdSchema } from '../../preload/contract/ids.ts';

/**
 * A new job's id: a UUID of version 7 (RFC 9562), which begins with its moment, `now` in epoch milliseconds. The store keeps
 * jobs and their history by id: by moment they lie side by side, as they are asked for, where random ids would put each
 * of 10,000 new ones on a page of its own.
 */
export function newJobId(now: number): JobId {
  const moment = Math.max(0, Math.trunc(now)).toString(16).padStart(12, '0');
  // All behind the version of a random one: 74 random bits and the variant.
  return jobIdSchema.parse(`${moment.slice(0, 8)}-${moment.slice(8)}-7${randomUUID().slice(15)}`);
}
