import { describe, expect, it } from 'vitest';
import { readJob } from '../../main/jobs/store/read-job.ts';
import { redacted } from '../../main/jobs/retention/redaction.ts';
import { uploadJobSchema } from '../../main/jobs/job.ts';
import { sampleJobs } from './sample-jobs.ts';

/** The same row as versions before 0.1.0 wrote it. */
function asWrittenBefore(job: unknown): unknown {
  const text = JSON.stringify(job, (key: string, value: unknown) =>
    value === null && (key === 'name' || key === 'uploadUrl') ? '' : value,
  );
  const row = text.replaceAll('"mustVerify"', '"look"').replaceAll('"failedStep"', '"stood"');
  return JSON.parse(row.replaceAll('"isRedacted":true,', '').replaceAll(',"isRedacted":true', ''));
}

describe('a row of the database', () => {
  it.each(
    Object.values(sampleJobs())
      .flat()
      .map((job) => [job.state, job] as const),
  )('is read as it was written, by this version and by those before: %s', (_state, job) => {
    expect(readJob(JSON.parse(JSON.stringify(job)))).toEqual(uploadJobSchema.parse(job));
    expect(readJob(asWrittenBefore(job))).toEqual(uploadJobSchema.parse(job));
  });

  it('of a redacted job of an older version says that it is redacted', () => {
    const ended = Object.values(sampleJobs())
      .flat()
      .filter(({ state }) => state === 'filed' || state === 'dismissed');
    expect(ended.length).toBeGreaterThan(1);
    for (const job of ended) expect(readJob(asWrittenBefore(redacted(job)))).toEqual(redacted(job));
  });

  it('with an empty name of an older version has none, as a patient without a name has none', () => {
    const { filed, inbox } = sampleJobs();
    const unnamed = JSON.parse(
      JSON.stringify([filed, inbox]).replaceAll(/"name":"[^"]*","dateOfBirth"/g, '"name":"","dateOfBirth"'),
    ) as unknown[];
    const [one, other] = unnamed.map(readJob);
    expect(one?.state === 'filed' && one.destination.patient.name).toBeNull();
    expect(other?.state === 'inbox' && other.candidates.map(({ patient }) => patient.name)).toEqual([null]);
  });

  it('that is no job is refused', () => {
    expect(() => readJob({ state: 'filed' })).toThrow();
    expect(() => readJob({ state: 'nowhere', file: { path: '' } })).toThrow();
  });
});
