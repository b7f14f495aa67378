import { expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { createNotes } from '../../main/jobs/notes.ts';
import type { AuditDraft } from '../../main/database/audit/audit-log.ts';
import { testHistory } from './test-history.ts';

/** Notes on a real history, whose disk is full on the test's request. */
async function scene() {
  const history = await testHistory();
  const { clock } = history;
  const logged: string[] = [];
  const log = (event: string, fields?: object): void =>
    void logged.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const disk = { isFull: false };
  const record = (draft: AuditDraft): void => {
    if (disk.isFull) throw new ChartdropError('disk-full');
    history.record(draft);
  };
  const notes = createNotes({ history: { record }, clock, log: { info: log, warn: log } });
  const written = () => history.audit.entries({ limit: 100 }).map(({ kind, at }) => ({ kind, at }));
  return { history, clock, disk, notes, logged, written };
}

it('an entry that cannot be written is kept, and written later with its time, in order (case 13)', async () => {
  const { history, clock, disk, notes, logged, written } = await scene();
  const begun = clock.now();
  notes.add({ kind: 'folder-vanished' });
  disk.isFull = true;
  await clock.advanceAsync(1000);
  notes.add({ kind: 'folder-returned' });
  await clock.advanceAsync(1000);
  notes.add({ kind: 'destination-disarmed' });
  expect(written()).toEqual([{ kind: 'folder-vanished', at: begun }]);
  disk.isFull = false;
  await clock.advanceAsync(5000);
  const all = [
    { kind: 'folder-vanished', at: begun },
    { kind: 'folder-returned', at: begun + 1000 },
    { kind: 'destination-disarmed', at: begun + 2000 },
  ];
  expect(written()).toEqual(all);
  await clock.advanceAsync(60_000);
  expect(written()).toEqual(all);
  expect(history.audit.firstTampered()).toBeNull();
  expect(logged).toEqual([
    'history-not-written {"code":"disk-full","count":1}',
    'history-not-written {"code":"disk-full","count":2}',
  ]);
});

it('keeps trying, and reports the loss at the end', async () => {
  const { clock, disk, notes, logged, written } = await scene();
  disk.isFull = true;
  notes.add({ kind: 'folder-vanished' });
  await clock.advanceAsync(5000);
  await clock.advanceAsync(5000);
  expect(logged).toHaveLength(3);
  await notes.stop();
  expect(logged.at(-1)).toBe('history-lost {"count":1}');
  disk.isFull = false;
  await clock.advanceAsync(60_000);
  expect(written()).toEqual([]);
});
