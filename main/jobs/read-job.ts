import { z } from 'zod';
import { type UploadJob, uploadJobSchema } from './job.ts';

const older = z.looseObject({ file: z.looseObject({ path: z.string() }) });

const namedEmpty = new Set(['patient', 'case']);

/** Versions before 0.1.0 wrote an empty text instead of null. */
function withoutEmptyTexts(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutEmptyTexts(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const isNull = one === '' && (name === 'uploadUrl' || (name === 'name' && namedEmpty.has(key)));
      return [name, isNull ? null : withoutEmptyTexts(one, name)];
    }),
  );
}

/** Parses a job written by this version or an older one. Throws if it is no job. */
export function readJob(written: unknown): UploadJob {
  const parsed = uploadJobSchema.safeParse(written);
  const isOlder = parsed.success && parsed.data.isRedacted !== true && parsed.data.file.path === '';
  if (parsed.success && !isOlder && !mayHoldEmpty(parsed.data)) return parsed.data;
  const row = older.parse(withoutEmptyTexts(written));
  return uploadJobSchema.parse(row.file.path === '' ? { ...row, isRedacted: true } : row);
}

const mayHoldEmpty = (job: UploadJob): boolean =>
  ('uploadUrl' in job && job.uploadUrl === '') ||
  (job.state === 'failed' && 'uploadUrl' in job.stood && job.stood.uploadUrl === '');
