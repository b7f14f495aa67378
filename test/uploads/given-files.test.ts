import { realpath, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { createGivenFiles } from '../../main/uploads/intake/given-files.ts';
import type { NewFile } from '../../main/uploads/intake/intake.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { createFastClock } from '../fakes/fast-clock.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { callOptions, someBytes, testClinic, uploadBench } from '../fixtures/upload-bench.ts';

const clock = createFastClock(1_000);
const { signal } = callOptions();

/** An intake that counts. `refusals` come before the first file is taken. */
async function scene(refusals: ErrorCode[] = []) {
  const bench = await uploadBench(await testClinic());
  const counts = { open: 0, most: 0, calls: 0 };
  const take = async (file: NewFile): Promise<UploadJob> => {
    counts.calls += 1;
    counts.open += 1;
    counts.most = Math.max(counts.most, counts.open);
    try {
      const refusal = refusals.shift();
      if (refusal !== undefined) throw new ChartdropError(refusal);
      return await bench.uploads.intake.takeIn(file, signal);
    } finally {
      counts.open -= 1;
    }
  };
  return { bench, counts, give: createGivenFiles({ intake: { takeIn: take }, clock, signal }) };
}

describe('files that are given at once', () => {
  it('case 52: are taken a few at a time, a dozen at most, and each becomes a job', async () => {
    const { bench, counts, give } = await scene();
    const paths = await Promise.all(
      Array.from({ length: 200 }, (_, at) => bench.write(`${at}.pdf`, someBytes())),
    );
    const jobs = await Promise.all(paths.map((path) => give(bench.file(path))));
    expect(jobs.map(({ state }) => state)).toEqual(paths.map(() => 'queued'));
    expect(counts.most).toBeGreaterThan(1);
    expect(counts.most).toBeLessThanOrEqual(12);
  });

  it('are what a link leads to at that moment, under the name of the link', async () => {
    const { bench, give } = await scene();
    const path = await bench.write('one.pdf', someBytes());
    const link = join(dirname(path), 'link.pdf');
    await symlink(path, link);
    const { file } = await give(bench.file(link));
    expect(file).toMatchObject({ path: await realpath(path), name: 'link.pdf' });
    await rm(path);
    expect((await rejectionOf(give(bench.file(link)))).code).toBe('file-missing');
  });

  it('case 41: wait while too many files are open, and are taken then', async () => {
    const { bench, counts, give } = await scene(['files-too-many', 'files-too-many']);
    const job = await give(bench.file(await bench.write('one.pdf', someBytes())));
    expect(job.state).toBe('queued');
    expect(counts.calls).toBe(3);
  });

  it('report it if it does not end, and any other error at once', async () => {
    const endless = await scene(Array<ErrorCode>(100).fill('files-too-many'));
    const file = endless.bench.file('/one.pdf');
    expect((await rejectionOf(endless.give(file))).code).toBe('files-too-many');
    const missing = await scene();
    expect((await rejectionOf(missing.give(file))).code).toBe('file-missing');
    expect(missing.counts.calls).toBe(1);
  });
});
