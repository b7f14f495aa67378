import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { createJobChanges } from '../../main/jobs/job-changes.ts';
import { createJobWriter } from '../../main/jobs/job-writer.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { filedRow } from '../fixtures/job-rows.ts';
import { testHistory } from './test-history.ts';

async function scene() {
  const history = await testHistory();
  const logged: string[] = [];
  const changes = createJobChanges({ warn: (event) => void logged.push(event) });
  const writer = createJobWriter(history.jobs, changes.committed);
  return { history, changes, writer, logged, job: await filedRow('/scans/a.pdf', 1) };
}

describe('committed changes of jobs', () => {
  it('are sent after the turn that wrote them, in order, to each subscriber', async () => {
    const { changes, writer, job } = await scene();
    const told: string[] = [];
    changes.subscribe((one) => void told.push(`first ${String(one.paused)}`));
    changes.subscribe((one) => void told.push(`second ${String(one.paused)}`));
    writer.add([job]);
    writer.edit(job.id, { paused: true });
    expect(told).toEqual([]);
    await Promise.resolve();
    expect(told).toEqual(['first false', 'second false', 'first true', 'second true']);
  });

  it('never look failed because a subscriber throws: the row is written, the caller gets it, the others hear of it', async () => {
    const { history, changes, writer, logged, job } = await scene();
    const told: UploadJob[] = [];
    changes.subscribe(() => {
      throw new ChartdropError('disk-full');
    });
    changes.subscribe((one) => void told.push(one));
    writer.add([job]);
    expect(writer.edit(job.id, { paused: true }).paused).toBe(true);
    await Promise.resolve();
    expect(history.jobs.get(job.id)?.paused).toBe(true);
    expect(told).toHaveLength(2);
    expect(logged).toEqual(['listener-failed', 'listener-failed']);
  });

  it('are not told to a subscriber while it handles an earlier one', async () => {
    const { changes, writer, job } = await scene();
    let depth = 0;
    let deepest = 0;
    let heard = 0;
    changes.subscribe((one) => {
      depth += 1;
      deepest = Math.max(deepest, depth);
      heard += 1;
      // A subscriber that writes: 300 rows at once would otherwise be one deep stack.
      if (one.rank < 300) writer.edit(job.id, { rank: one.rank + 1 });
      depth -= 1;
    });
    writer.add([{ ...job, rank: 0 }]);
    await new Promise((resolve) => setImmediate(resolve));
    expect([heard, deepest]).toEqual([301, 1]);
  });

  it('are sent to no subscriber after the stop', async () => {
    const { changes, writer, job } = await scene();
    let heard = 0;
    changes.subscribe(() => (heard += 1));
    writer.add([job]);
    changes.stop();
    await Promise.resolve();
    expect(heard).toBe(0);
  });
});
