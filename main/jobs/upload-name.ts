import { extname } from 'node:path';
import { isRedacted, type UploadJob } from './job.ts';
import { localDay } from '../base/local-day.ts';

const fields = /\{(date|preset|name|counter)\}/g;

/**
 * The name of a job's file in the chart: its own, or from its folder's template with `{date}` (the day it appeared),
 * `{preset}` (its description), `{name}` (its name without extension) and `{counter}` (three digits, restarting each
 * day). Keeps the extension. An empty result gives the file's own name.
 */
export function uploadName(
  job: Pick<UploadJob, 'file' | 'naming' | 'description' | 'appearedAt' | 'isRedacted'>,
): string {
  const own = job.file.name;
  if (job.naming === null || isRedacted(job)) return own;
  const ending = extname(own);
  const values: Record<string, string> = {
    date: localDay(job.appearedAt).day,
    preset: (job.description ?? '').replace(/\s+/g, ' ').trim(),
    name: own.slice(0, own.length - ending.length),
    counter: String(job.naming.counter).padStart(3, '0'),
  };
  const made = job.naming.template
    .replace(fields, (whole, field: string) => (values[field] === '' ? '' : whole))
    // Without a description, its separator is removed too. Punctuation in the file's own name stays.
    .replace(/\s+/g, ' ')
    .replace(/([ _-])(?: ?[_-])+ ?/g, '$1')
    .replace(/^[ _-]+|[ _-]+$/g, '')
    .replace(fields, (_, field: string) => values[field] ?? '');
  return made === '' ? own : `${made}${ending}`;
}
