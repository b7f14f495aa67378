import { z } from 'zod';
import type { Destination } from '../../../preload/contract/destination.ts';
import { type UploadJob, uploadJobSchema } from '../job.ts';

/** Fields under the names that versions before 0.1.0 gave them. */
const renamed: Readonly<Record<string, string>> = { look: 'mustVerify', stood: 'failedStep' };
/** Those versions wrote an empty text where there is null now: as an upload URL, and as the name of these. */
const named = new Set(['patient', 'case']);

const older = z.looseObject({ file: z.looseObject({ path: z.string() }) });

/** A record under the names of this version, with null for what was an empty text. */
export function upToDate(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => upToDate(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const isNull = one === '' && (name === 'uploadUrl' || (name === 'name' && named.has(key)));
      return [renamed[name] ?? name, isNull ? null : upToDate(one, name)];
    }),
  );
}

/** True if a destination has an empty name, which this version never writes. */
const hasEmptyName = (destination: Destination): boolean =>
  destination.patient.name === '' || (destination.kind === 'case' && destination.case.name === '');

/** True for a row of an older version that the schema accepts. */
const isOlder = (job: UploadJob): boolean =>
  ('destination' in job && hasEmptyName(job.destination)) ||
  (job.state === 'inbox' && job.candidates.some(hasEmptyName)) ||
  (job.isRedacted !== true && job.file.path === '') ||
  ('uploadUrl' in job && job.uploadUrl === '') ||
  (job.state === 'failed' && 'uploadUrl' in job.failedStep && job.failedStep.uploadUrl === '');

/** A job as this version or an older one wrote it. Throws if it is none. */
export function readJob(written: unknown): UploadJob {
  const parsed = uploadJobSchema.safeParse(written);
  if (parsed.success && !isOlder(parsed.data)) return parsed.data;
  const row = older.parse(upToDate(written));
  return uploadJobSchema.parse(row.file.path === '' ? { ...row, isRedacted: true } : row);
}
