import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rmdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { takeRunLock } from '../../main/database/run-lock.ts';
import { newDataKey } from '../../main/database/sealing.ts';
import { errorOf, rejectionOf } from '../fixtures/error-of.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { startHistoryProcess } from '../jobs/history-process.ts';
import { testHistory } from '../jobs/test-history.ts';

/** The same folder under a second name. Mounting needs root on Linux; otherwise a link to a link. */
async function otherName(directory: string, isMount: boolean): Promise<string> {
  const place = join(await tempFolder(), 'other');
  if (isMount && process.platform === 'linux' && process.getuid?.() === 0) {
    await mkdir(place);
    try {
      execFileSync('mount', ['--bind', directory, place], { stdio: 'ignore' });
      onTestFinished(() => void execFileSync('umount', ['--lazy', place]));
      return place;
    } catch {
      // A container may forbid mounting even to root.
      await rmdir(place);
    }
  }
  await symlink(directory, place, 'junction');
  if (!isMount) return place;
  await symlink(place, `${place}-again`, 'junction');
  return `${place}-again`;
}

describe('the lock on a data directory', () => {
  it('is held by one, and free when that one stops', async () => {
    const path = join(await tempFolder(), 'lock.sqlite');
    const stop = takeRunLock(path);
    const error = errorOf(() => takeRunLock(path));
    expect([error.code, error.advice]).toEqual(['data-in-use', 'ask']);
    stop();
    stop();
    const again = takeRunLock(path);
    expect(errorOf(() => takeRunLock(path)).code).toBe('data-in-use');
    again();
  });

  it('is held until it is stopped, also when nothing refers to it any more and memory was tidied', async () => {
    const path = join(await tempFolder(), 'lock.sqlite');
    const lock = new URL('../../main/database/run-lock.ts', import.meta.url).href;
    const script = `
      import { takeRunLock } from ${JSON.stringify(lock)};
      takeRunLock(${JSON.stringify(path)});
      for (let turn = 0; turn < 5; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve));
        gc();
      }
      console.log('tidied');
      await new Promise((resolve) => process.stdin.once('end', resolve).resume());`;
    const args = ['--expose-gc', '--input-type=module', '-e', script];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(said.toString().trim()).toBe('tidied');
    expect(errorOf(() => takeRunLock(path)).code).toBe('data-in-use');
    child.stdin.end();
    await once(child, 'exit');
    takeRunLock(path)();
  });

  it('keeps another process out, until that one is killed', async () => {
    const [directory, dataKey] = [await tempFolder(), newDataKey()];
    const other = startHistoryProcess();
    expect(await other.open({ directory, dataKey, times: 3 })).toBeNull();
    expect((await rejectionOf(testHistory({ directory, dataKey }))).code).toBe('data-in-use');
    await other.kill();
    const history = await testHistory({ directory, dataKey });
    expect(history.audit.entries({ limit: 10 })).toHaveLength(3);

    const third = startHistoryProcess();
    expect(await third.open({ directory, dataKey })).toBe('data-in-use');
    history.close();
    expect(await third.open({ directory, dataKey })).toBeNull();
  });

  it.each(['a symbolic link', 'a bind mount'])(
    'keeps another process out that reaches the same folder by another name: %s (case 54)',
    async (kind) => {
      const [directory, dataKey, other] = [await tempFolder(), newDataKey(), startHistoryProcess()];
      const secondName = await otherName(directory, kind === 'a bind mount');
      expect(await other.open({ directory: secondName, dataKey, times: 3 })).toBeNull();
      expect((await rejectionOf(testHistory({ directory, dataKey }))).code).toBe('data-in-use');
      await other.kill();
      const history = await testHistory({ directory, dataKey });
      expect(history.audit.entries({ limit: 10 })).toHaveLength(3);
      expect(await startHistoryProcess().open({ directory: secondName, dataKey })).toBe('data-in-use');
      history.close();
    },
  );

  it('does not keep out a process that only reads and records beside it', async () => {
    const [directory, dataKey] = [await tempFolder(), newDataKey()];
    const worker = startHistoryProcess();
    expect(await worker.open({ directory, dataKey, times: 2 })).toBeNull();
    const beside = await testHistory({ directory, dataKey, access: 'beside' });
    beside.record({ kind: 'attachment-archived' });
    expect(beside.audit.entries({ limit: 10 }).map(({ kind }) => kind)).toEqual([
      'key-set',
      'key-set',
      'attachment-archived',
    ]);
    expect(beside.audit.firstTampered()).toBeNull();
    beside.close();
    expect((await rejectionOf(testHistory({ directory, dataKey }))).code).toBe('data-in-use');
  });

  it('is released when the history cannot be opened after all', async () => {
    const { directory, dataKey, ...history } = await testHistory();
    history.close();
    const wrong = { directory, dataKey: newDataKey() };
    expect((await rejectionOf(testHistory(wrong))).code).toBe('data-key-wrong');
    const again = await testHistory({ directory, dataKey });
    expect(again.audit.firstTampered()).toBeNull();
  });
});
