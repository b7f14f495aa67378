import { extname } from 'node:path';
import { isRedacted, type UploadJob } from './job.ts';
import { localDay } from '../base/local-day.ts';

const fields = /\{(date|preset|name|counter)\}/g;

/**
 * The name under which a job's file goes into the chart: its own, or what its folder's template makes of `{date}` (the day
 * on which it appeared), `{preset}` (its description), `{name}` (its own name without the ending) and `{counter}` (three
 * digits, anew each day). The ending stays the file's. A template of which nothing is left gives the file's own name.
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
    // Where a description is missing, so is what joined it to the rest. A file's own name keeps its signs.
    .replace(/\s+/g, ' ')
    .replace(/([ _-])(?: ?[_-])+ ?/g, '$1')
    .replace(/^[ _-]+|[ _-]+$/g, '')
    .replace(fields, (_, field: string) => values[field] ?? '');
  return made === '' ? own : `${made}${ending}`;
}
