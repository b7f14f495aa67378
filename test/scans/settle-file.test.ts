import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { inspectFile } from '../../main/scans/settle/inspect-file.ts';
import { isLockError } from '../../main/files/folder-files.ts';
import { createWakeableSleep } from '../../main/base/wakeable-sleep.ts';
import {
  intakeWaitMs,
  settleFile,
  type SettleEnd,
  type SettleFileDeps,
} from '../../main/scans/settle/settle-file.ts';
import { createLimiter } from '../../main/base/limiter.ts';
import { readFingerprint } from '../../main/files/fingerprint.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { onlyOn } from '../fixtures/only-on.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { pdf } from './formats.ts';

let folder = '';
beforeEach(async () => {
  folder = await tempFolder();
});

function settling(path: string, changes: Partial<SettleFileDeps> = {}) {
  const clock = createFakeClock();
  const end = new AbortController();
  const troubles: (ErrorCode | null)[] = [];
  const taken: string[] = [];
  let ended: SettleEnd | null = null;
  const running = settleFile({
    clock,
    path,
    pause: createWakeableSleep(clock, end.signal),
    looks: createLimiter(1),
    signal: end.signal,
    settleMs: () => 2_000,
    inspect: inspectFile,
    judge: () => 'new',
    onActivity: () => {},
    elsewhere: () => 1,
    handOver: async () => void taken.push(path),
    onTrouble: (code) => void troubles.push(code),
    ...changes,
  }).then((how) => (ended = how));
  const until = (expectations: () => void) =>
    vi.waitFor(
      async () => {
        await clock.advanceAsync(50);
        expectations();
      },
      { timeout: 50_000, interval: 1 },
    );
  return { clock, end, troubles, taken, running, until, ended: () => ended };
}
const failing = (code: string) => Object.assign(new Error(code), { code });

describe('one file that settles', () => {
  it('is taken once it is finished, with the fingerprint of its bytes', async () => {
    const path = join(folder, 'a.pdf');
    await writeFile(path, pdf());
    const file = settling(path);
    await file.until(() => expect(file.ended()?.kind).toBe('taken'));
    expect(file.ended()).toEqual({ kind: 'taken', fingerprint: await readFingerprint(path) });
    expect(file.taken).toEqual([path]);
  });

  it.each([
    ['gone from the start', async () => {}, { kind: 'gone', wasThere: false }],
    ['a folder', (path: string) => mkdir(path), { kind: 'other' }],
    ['a symbolic link', (path: string) => symlink('/etc/hostname', path), { kind: 'other' }],
  ])('ends at once for a path that is no file: %s', async (_what, make, expected) => {
    const path = join(folder, 'a.pdf');
    await make(path);
    const file = settling(path);
    await file.until(() => expect(file.ended()).toEqual(expected));
    expect(file.taken).toEqual([]);
  });

  it('ends at once for a file that is known', async () => {
    const path = join(folder, 'a.pdf');
    await writeFile(path, pdf());
    const file = settling(path, { judge: () => 'known' });
    await file.until(() => expect(file.ended()).toEqual({ kind: 'known' }));
  });

  const tooLong = onlyOn('posix', 'Windows says of a name that is too long that there is no such file.');
  it('case 21: reports a path that is too long, and continues to check slowly', tooLong, async () => {
    let looks = 0;
    const file = settling(join(folder, 'x'.repeat(300)), {
      looks: {
        run: (task) => {
          looks += 1;
          return task();
        },
      },
    });
    await file.until(() => expect(file.troubles).toContain('file-path-too-long'));
    await file.clock.advanceAsync(60_000);
    expect(looks).toBeLessThan(15);
    file.end.abort();
    await file.running;
    expect(file.ended()).toEqual({ kind: 'aborted' });
    expect(file.clock.pending()).toBe(0);
  });

  it('reports a reading error, and that it has passed', async () => {
    const path = join(folder, 'a.pdf');
    await writeFile(path, pdf());
    let broken = true;
    const file = settling(path, {
      inspect: async (each) => {
        if (broken) throw failing('EIO');
        return inspectFile(each);
      },
    });
    await file.until(() => expect(file.troubles.at(-1)).toBe('file-unreadable'));
    broken = false;
    await file.until(() => expect(file.ended()?.kind).toBe('taken'));
  });

  it('is no longer told as unreadable once it can be read, however long taking it lasts', async () => {
    const path = join(folder, 'a.pdf');
    await writeFile(path, pdf());
    let isDenied = true;
    const taking = Promise.withResolvers<undefined>();
    const file = settling(path, {
      inspect: async (each) => {
        if (isDenied) throw failing('EACCES');
        return inspectFile(each);
      },
      handOver: () => taking.promise,
    });
    await file.until(() => expect(file.troubles.at(-1)).toBe('file-denied'));
    isDenied = false;
    await file.until(() => expect(file.troubles.at(-1)).toBeNull());
    expect(file.ended()).toBeNull();
    taking.resolve(undefined);
    await file.until(() => expect(file.ended()?.kind).toBe('taken'));
  });

  it('is gone when it disappears between the check and the opening', async () => {
    const path = join(folder, 'a.pdf');
    await writeFile(path, pdf());
    const file = settling(path, { inspect: () => Promise.reject(failing('ENOENT')) });
    await file.until(() => expect(file.ended()).toEqual({ kind: 'gone', wasThere: true }));
  });

  it('converts any error that the intake throws', async () => {
    const path = join(folder, 'a.pdf');
    await writeFile(path, pdf());
    let tries = 0;
    const file = settling(path, {
      handOver: async () => {
        tries += 1;
        if (tries === 1) throw new TypeError('a defect');
        if (tries === 2) throw new ChartdropError('aborted');
      },
    });
    await file.until(() => expect(file.troubles).toContain('unexpected'));
    await file.until(() => expect(file.troubles).toContain('aborted'));
    await file.clock.advanceAsync(60_000);
    await file.until(() => expect(file.ended()?.kind).toBe('taken'));
  });
});

describe('opening a file for a moment', () => {
  it('reports that it is gone', async () => {
    await expect(inspectFile(join(folder, 'none.pdf'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each([
    ['EBUSY', true],
    ['EPERM', true],
    ['EACCES', true],
    ['ENOENT', false],
    ['EIO', false],
  ])('case 4: %s means locked: %s', (code, locked) => {
    expect(isLockError(failing(code))).toBe(locked);
    expect(isLockError(new Error('no code'))).toBe(false);
  });
});

describe('a file that another PC has', () => {
  const elsewhere = () => Promise.reject(new ChartdropError('scan-claimed-elsewhere'));

  it('is asked for again and again, but not opened again while it is unchanged', async () => {
    const path = join(folder, 'a.pdf');
    await writeFile(path, pdf());
    let [opened, asked] = [0, 0];
    const file = settling(path, {
      inspect(one) {
        opened += 1;
        return inspectFile(one);
      },
      handOver: () => ((asked += 1) < 5 ? elsewhere() : Promise.resolve()),
    });
    await file.until(() => expect(asked).toBe(3));
    expect(opened).toBe(1);
    // Written again meanwhile, so it settles again.
    await writeFile(path, pdf(5_000));
    await file.until(() => expect(file.ended()).toMatchObject({ kind: 'taken' }));
    expect(opened).toBeGreaterThan(1);
    expect(file.ended()).toEqual({ kind: 'taken', fingerprint: await readFingerprint(path) });
  });

  it.each([
    ['alone', 1, [1, 2, 4, 8, 16, 32, 60, 60]],
    ['with 100 others', 101, [10.1, 10.1, 10.1, 10.1, 16, 32, 60, 60]],
    ['with 1,799 others', 1_800, Array.from({ length: 8 }, () => 180)],
    ['with 99,999 others', 100_000, Array.from({ length: 8 }, () => 300)],
  ])('waits longer the more there are: %s', (_how, count, seconds) => {
    const waits = seconds.map(
      (_, tries) =>
        intakeWaitMs(new ChartdropError('scan-claimed-elsewhere'), { tries, elsewhere: count }) / 1_000,
    );
    expect(waits).toEqual(seconds);
    // A file that this PC itself cannot take waits for no other one.
    expect(intakeWaitMs(new ChartdropError('file-locked'), { tries: 1, elsewhere: count })).toBe(2_000);
  });
});

describe('a pause', () => {
  it('ends by time, by an earlier wake, or by the end of all', async () => {
    const clock = createFakeClock();
    const end = new AbortController();
    const pause = createWakeableSleep(clock, end.signal);
    const ends: number[] = [];
    const sleep = (ms: number) => void pause.for(ms).then(() => ends.push(clock.monotonic()));
    sleep(1_000);
    await clock.advanceAsync(1_000);
    sleep(1_000);
    await clock.advanceAsync(100);
    pause.wake(300);
    pause.wake(500);
    await clock.advanceAsync(1_000);
    expect(ends).toEqual([1_000, 1_300]);
    // A wake without a sleeper applies to the next sleep only.
    pause.wake(50);
    sleep(1_000);
    await clock.advanceAsync(1_000);
    sleep(1_000);
    await clock.advanceAsync(1_000);
    expect(ends).toEqual([1_000, 1_300, 2_150, 4_100]);
    sleep(10_000);
    end.abort();
    await clock.advanceAsync(0);
    sleep(10_000);
    await clock.advanceAsync(0);
    expect(ends.slice(4)).toEqual([4_100, 4_100]);
    expect(clock.pending()).toBe(0);
  });
});

describe('slots', () => {
  it('run a limited number of tasks at once, in order, and survive a failure', async () => {
    const slots = createLimiter(2);
    const order: number[] = [];
    let running = 0;
    let most = 0;
    const task = (index: number) => async () => {
      order.push(index);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (index === 1) throw new Error('failed');
      return index;
    };
    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((index) => slots.run(task(index))));
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
    expect(most).toBe(2);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      ...Array.from({ length: 4 }, () => 'fulfilled'),
    ]);
  });
});
