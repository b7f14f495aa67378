import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { whileLocked } from '../../main/database/write-lock.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

it('runs what several ask for one after the other, also after one that fails', async () => {
  const path = join(await tempFolder(), 'the.lock');
  let running = 0;
  const one = async (at: number): Promise<number> => {
    running += 1;
    expect(running).toBe(1);
    await sleep(3);
    running -= 1;
    if (at === 2) throw new Error('it fails');
    return at;
  };
  const all = await Promise.allSettled(
    Array.from({ length: 6 }, (_, at) => whileLocked(path, () => one(at))),
  );
  expect(all.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
    ...[0, 1, 'failed', 3, 4, 5],
  ]);
});

it('waits for another process, and for no dead one', async () => {
  const folder = await tempFolder();
  const path = join(folder, 'the.lock');
  const module = new URL('../../main/database/write-lock.ts', import.meta.url).href;
  const holder = join(folder, 'holder.mjs');
  await writeFile(
    holder,
    `import { whileLocked } from ${JSON.stringify(module)};
     await whileLocked(${JSON.stringify(path)}, () => new Promise(() => { process.send('held'); setInterval(() => {}, 1000); }));`,
  );
  const child = fork(holder);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  expect((await rejectionOf(whileLocked(path, () => Promise.resolve(), 60))).code).toBe('data-in-use');
  const waiting = whileLocked(path, () => Promise.resolve('mine'));
  child.kill('SIGKILL');
  expect(await waiting).toBe('mine');
});

it('says so at once where no file can be made', async () => {
  const path = join(await tempFolder(), 'no-such-folder', 'the.lock');
  expect((await rejectionOf(whileLocked(path, () => Promise.resolve()))).code).toBe('disk-read-only');
});
