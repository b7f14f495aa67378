import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createJobWriter } from '../../main/jobs/job-writer.ts';
import type { JobEvent } from '../../main/jobs/job-event.ts';
import { somebody } from '../fixtures/job-rows.ts';
import { attachmentIdOf, changeTo, sampleJobs } from './sample-jobs.ts';
import { testHistory } from './test-history.ts';

it('waits for the disk where a power failure would lose an act, and not for a step that would only be done again', async () => {
  const history = await testHistory();
  const writer = createJobWriter(history.jobs, () => undefined);
  const held = { ...sampleJobs().held, destination: somebody };
  history.jobs.add([changeTo(held)]);
  const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
  onTestFinished(() => exec.mockRestore());
  const isSynced = (write: () => void): boolean => {
    exec.mockClear();
    write();
    const calls = exec.mock.calls.map(([sql]) => sql);
    const transaction = ['BEGIN IMMEDIATE', 'COMMIT'];
    if (calls.length === transaction.length) expect(calls).toEqual(transaction);
    else expect(calls).toEqual(['PRAGMA synchronous = NORMAL', ...transaction, 'PRAGMA synchronous = FULL']);
    return calls.length === transaction.length;
  };
  const now = 1;
  const events: JobEvent[] = [
    { kind: 'page-read', reading: { kind: 'unreadable' }, now: 0 },
    { kind: 'hold-ended', now },
    { kind: 'upload-started', now },
    { kind: 'stored', uploadUrl: 'https://storage.example/tmp/x', sha256: 'a'.repeat(64), now },
    { kind: 'registration-sent', sentAt: 1 },
    { kind: 'registered', attachmentId: attachmentIdOf(1), now },
    { kind: 'completed', now },
    { kind: 'disposed', disposal: 'done', movedTo: null },
  ];
  const later = events.filter((event) => !isSynced(() => void writer.apply(held.id, event)));
  expect(later.map(({ kind }) => kind)).toEqual([
    ...(['page-read', 'hold-ended', 'upload-started', 'stored', 'registration-sent'] as const),
    ...(['registered', 'disposed'] as const),
  ]);

  const [other, new1, new2] = [sampleJobs().held, sampleJobs().held, sampleJobs().inbox];
  history.jobs.add([changeTo(other)]);
  expect(isSynced(() => writer.applyAll([[other.id, { kind: 'hold-ended', now }]], [new1]))).toBe(true);
  expect(isSynced(() => writer.add([new2]))).toBe(true);
  expect(isSynced(() => void writer.edit(new2.id, { paused: true }))).toBe(true);
});
