import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inTransaction, openDatabase } from '../../main/database/database.ts';
import { createDiskFlush, fileOnDisk } from '../../main/database/disk-flush.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

/** A disk that is as slow as the test wants. Commits that it failed to write are missing until they are copied elsewhere. */
function slowDisk() {
  const flushes: PromiseWithResolvers<null>[] = [];
  let [written, durable] = [0, 0];
  let missing: number | null = null;
  let canCopy = true;
  const told: string[] = [];
  const file = {
    flush() {
      const flush = Promise.withResolvers<null>();
      flushes.push(flush);
      told.push('flush');
      // Only what was written before it began.
      const before = written;
      return flush.promise.then(
        () => {
          durable = Math.max(durable, missing === null ? before : Math.min(before, missing - 1));
        },
        (thrown: unknown) => {
          missing ??= durable + 1;
          throw thrown;
        },
      );
    },
    close: () => void told.push('close'),
  };
  const complete = (): void => {
    if (missing === null) return;
    if (!canCopy) throw new Error('made up');
    told.push('copy');
    durable = written;
    missing = null;
  };
  const disk = createDiskFlush(file, { doubt: complete, complete });
  return {
    disk,
    told,
    commit: () => (written += 1),
    durable: () => durable,
    pending: () => flushes.length,
    setCanCopy: (can: boolean) => void (canCopy = can),
    /** Ends the oldest flush. */
    end: async (failure?: Error) => {
      const flush = flushes.shift();
      if (failure === undefined) flush?.resolve(null);
      else flush?.reject(failure);
      await settled();
    },
  };
}
/** All that follows from what has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

it('tells each caller of its commit, with one flush at a time and one more for all that came meanwhile', async () => {
  const acts = fc.array(fc.constantFrom('commit', 'end', 'fail', 'copies', 'cannot copy'), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(acts, async (steps) => {
      const { disk, commit, end, durable, pending, setCanCopy } = slowDisk();
      const waiting = new Set<number>();
      const tooEarly: number[] = [];
      for (const step of steps) {
        if (step === 'commit') {
          const mine = commit();
          waiting.add(mine);
          void disk.flushed().then(
            () => {
              if (durable() < mine) tooEarly.push(mine);
              waiting.delete(mine);
            },
            () => waiting.delete(mine),
          );
          await settled();
        } else if (step === 'copies' || step === 'cannot copy') setCanCopy(step === 'copies');
        else await end(step === 'fail' ? new Error('made up') : undefined);
        expect(pending()).toBeLessThanOrEqual(1);
        expect(pending() === 1).toBe(waiting.size > 0);
      }
      // However many wait, one flush under way and one more are enough.
      await end();
      await end();
      expect([waiting.size, pending(), tooEarly]).toEqual([0, 0, []]);
    }),
  );
});

it('shares one flush among all that came while the disk was busy', async () => {
  const { disk, told, end } = slowDisk();
  const calls = [disk.flushed(), disk.flushed(), disk.flushed(), disk.flushed()];
  expect(told).toEqual(['flush']);
  await end();
  await end();
  await Promise.all(calls);
  expect(told).toEqual(['flush', 'flush']);
});

it('says that the disk failed to those who waited for it, and tries again for the next', async () => {
  const { disk, end } = slowDisk();
  const [first, second] = [disk.flushed(), disk.flushed()];
  const full = Object.assign(new Error('made up'), { code: 'ENOSPC', syscall: 'fdatasync' });
  void end(full);
  await expect(first).rejects.toMatchObject({ code: 'disk-full' });
  void end();
  await second;
});

it('copies what a flush that failed should have written, and lets none succeed before', async () => {
  const { disk, told, end, setCanCopy } = slowDisk();
  setCanCopy(false);
  const first = disk.flushed();
  void end(new Error('made up'));
  await expect(first).rejects.toMatchObject({ code: 'unexpected' });
  await expect(disk.flushed()).rejects.toMatchObject({ code: 'unexpected' });
  expect(told).toEqual(['flush']);
  setCanCopy(true);
  const last = disk.flushed();
  expect(told).toEqual(['flush', 'copy', 'flush']);
  void end();
  await last;
});

it('closes the file after a flush under way, and begins none then', async () => {
  const { disk, told, end } = slowDisk();
  const [first, second] = [disk.flushed(), disk.flushed()];
  disk.close();
  expect(told).toEqual(['flush']);
  void end();
  await first;
  await expect(second).rejects.toThrow(ChartdropError);
  expect(told).toEqual(['flush', 'close']);
  await expect(disk.flushed()).rejects.toMatchObject({ code: 'aborted' });
});

it('flushes the log of a real database, which closes without leaving one', async () => {
  const path = join(await tempFolder(), 'x.sqlite');
  const { db, flushed, close } = openDatabase(path, { by: 'worker', now: 0 });
  inTransaction(db, () => db.exec('CREATE TABLE x (a)'), 'later');
  await Promise.all([flushed(), flushed()]);
  close();
  expect(existsSync(`${path}-wal`)).toBe(false);
  await expect(flushed()).rejects.toMatchObject({ code: 'aborted' });
});

it('says no error that would be one of the scan', async () => {
  const missing = createDiskFlush(fileOnDisk(join(await tempFolder(), 'none-wal')), {
    doubt: () => undefined,
    complete: () => undefined,
  });
  await expect(missing.flushed()).rejects.toMatchObject({ code: 'unexpected', cause: { code: 'ENOENT' } });
});
