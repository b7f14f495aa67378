import { execFile } from 'node:child_process';
import { cp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { filedFolder } from '../../main/scans/watch/filter.ts';
import { renameWhenFree } from './rename-when-free.ts';
import { fileBytes, sha256Of } from './file-bytes.ts';
import { pathBytes } from '../../main/files/name-bytes.ts';
import type { Place, PlannedFile } from './plan.ts';
import { filesBelow } from './read-books.ts';
import { nullIfGone, type SceneCore, westernName } from './scene.ts';
import type { Version } from './written-book.ts';

const run = promisify(execFile);
/** FAT's time resolution in seconds. */
const coarse = 2;

/**
 * A copy with the files' exact times. Windows keeps them itself (CopyFile), while `preserveTimestamps` would round them to
 * milliseconds.
 */
async function copyWithTimes(from: string, to: string): Promise<void> {
  if (process.platform === 'win32') await cp(from, to, { recursive: true });
  else await run('cp', ['-a', from, to]);
}

async function roundTimes(folder: string): Promise<void> {
  for await (const file of filesBelow(folder)) {
    const path = pathBytes(file);
    const { atime, mtimeMs } = await stat(path);
    await utimes(path, atime, Math.floor(mtimeMs / 1000 / coarse) * coarse);
  }
}

/**
 * Changes by people, scanners, backups and systems to folders (docs/decisions/identity.md), and what a person expects
 * of each. Each function returns whether it could be done.
 */
export function createSceneHistories(core: SceneCore) {
  const { plan, book, folderOf, pathOf, allowedNow, isAway, next, lay, deep } = core;

  const allow = (version: Version): void => {
    for (const one of allowedNow(version.file)) version.allowed.add(one);
  };
  /** The bytes of a complete version; null if it is none of the planned ones. */
  const bytesOf = (version: Version): Buffer | null => {
    for (let edition = 0; edition < 6; edition += 1) {
      const bytes = fileBytes(plan, version.file, edition);
      if (sha256Of(bytes) === version.sha256) return bytes;
    }
    return null;
  };
  const inodeAt = async (path: string): Promise<number | null> =>
    (await stat(pathBytes(path)).catch(nullIfGone))?.ino ?? null;

  return {
    /** The same bytes under the same name. `isNew`: the first was filed and put away, so this is another scan. */
    async saveSame(file: PlannedFile, manner: 'whole' | 'renamed', isNew: boolean): Promise<boolean> {
      const before = book.latest(file.number);
      if (before === null || before.isPartial || before.isRemoved || isAway(file)) return false;
      const bytes = bytesOf(before);
      if (bytes === null) return false;
      const path = pathOf(file, before.name);
      const isGone = (await inodeAt(path)) === null;
      allow(before);
      await lay(path, bytes, manner);
      before.wasRenamed = true;
      before.scans.most += 1;
      if (isGone && isNew) before.scans.least += 1;
      return true;
    },
    /** Other bytes under the same name. `wasTaken`: the first is a job by now, which must end too. */
    async saveOther(file: PlannedFile, manner: 'whole' | 'renamed', wasTaken: boolean): Promise<boolean> {
      const before = book.latest(file.number);
      if (before === null || before.isPartial || before.isRemoved || isAway(file)) return false;
      const path = pathOf(file, before.name);
      const { bytes, sent } = await next(file);
      const allowed = allowedNow(file);
      // The program may or may not have seen the first one.
      if (!wasTaken) before.allowed.forEach((one) => allowed.add(one));
      const inode = await inodeAt(path);
      await lay(path, bytes, manner);
      const version = book.add({ ...before, sha256: sha256Of(bytes), sent, allowed });
      before.wasTaken = wasTaken;
      // The file was just put away, so this wrote into the filed one, which is no scan.
      if (manner === 'whole' && inode !== null && (await inodeAt(path)) !== inode) version.isReplaced = true;
      return true;
    },
    async renameSubfolder(): Promise<boolean> {
      // Another PC that shares the folder takes a file once more if its name becomes one that SMB cannot hold: see share.md.
      const other = plan.second === null ? westernName('später') : 'later';
      const to = deep.name === 'sub' ? other : 'sub';
      const folder = folderOf('deep');
      const isDone = await renameWhenFree(join(folder, deep.name), join(folder, to)).then(
        () => true,
        nullIfGone,
      );
      if (isDone === null) return false;
      deep.name = to;
      for (const version of book.all) if (version.file.place === 'deep') version.wasRenamed = true;
      return true;
    },
    /** Moves a file from `Filed` back to its place: one more scan, if the program had put it away. */
    async restoreFiled(file: PlannedFile, isNew: boolean): Promise<boolean> {
      const version = book.latest(file.number);
      if (version === null || isAway(file)) return false;
      const path = pathOf(file, version.name);
      if ((await inodeAt(path)) !== null) return false;
      const filed = join(folderOf(file.place), filedFolder);
      const days = (await readdir(filed).catch(nullIfGone)) ?? [];
      for (const day of days) {
        const from = join(filed, day, version.name);
        const bytes = await readFile(pathBytes(from)).catch(nullIfGone);
        if (bytes === null || sha256Of(bytes) !== version.sha256) continue;
        allow(version);
        await renameWhenFree(from, path);
        version.wasRenamed = true;
        version.scans.most += 1;
        if (isNew) version.scans.least += 1;
        return true;
      }
      return false;
    },
    /** Replaces a folder by a copy: new inode numbers, the same or rounded times. */
    async copyFolder(place: Place, times: 'exact' | 'rounded'): Promise<boolean> {
      const folder = folderOf(place);
      const old = `${folder} (old)`;
      if ((await renameWhenFree(folder, old).then(() => true, nullIfGone)) === null) return false;
      await copyWithTimes(old, `${folder} (new)`);
      if (times === 'rounded') await roundTimes(`${folder} (new)`);
      await renameWhenFree(`${folder} (new)`, folder);
      await rm(old, { recursive: true, maxRetries: 20 });
      for (const version of book.all) if (version.file.place === place) version.wasRenamed = true;
      return true;
    },
    /** Sets the time of the last write, like a backup, a wrong clock or a program. */
    async touch(file: PlannedFile, ms: number): Promise<boolean> {
      const version = book.latest(file.number);
      if (version === null || isAway(file)) return false;
      const at = (Date.now() + ms) / 1000;
      const isDone = await utimes(pathBytes(pathOf(file, version.name)), at, at).then(() => true, nullIfGone);
      if (isDone === null) return false;
      version.wasRenamed = true;
      // While another patient is selected, it may be the letter saved again for that patient: a question.
      if (file.place === 'active') version.scans.most += 1;
      allow(version);
      return true;
    },
  };
}
