import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { NotTaken, RefusalRule } from '../../../preload/contract/folder-account.ts';
import { defaultIgnores, defaultTypes } from '../../../preload/contract/scan-folder-defaults.ts';
import { ChartdropError } from '../../base/errors.ts';
import { fileError } from '../../files/file-errors.ts';
import { entriesOf } from '../../files/folder-entries.ts';
import { folderError } from '../../files/folder-errors.ts';
import { pathBytes } from '../../files/name-bytes.ts';
import { createRefusals } from '../../scans/account/refusals.ts';
import { createFilter, type Filter } from '../../scans/watch/filter.ts';

/** The most rows of one act; use a scan folder for more. */
export const mostAtOnce = 2_000;
/** The most names that are checked for them: adding a complete disk is probably a mistake. */
const mostNames = 100_000;

/** The filter of a scan folder with default settings: it holds for every way in. */
export const usualFilter: Filter = createFilter({
  subfolders: true,
  types: [...defaultTypes],
  ignore: [...defaultIgnores],
});

/** Why a given file or folder is left out; null if it is taken. `path`: inside the given folder, or its name. */
export function ruleOfGiven(path: string, kind: 'file' | 'folder'): RefusalRule | null {
  const isTaken =
    kind === 'folder' ? usualFilter.enters(path) : usualFilter.accepts(path).kind === 'accepted';
  // Chartdrop's own folders, such as the one of filed scans, have no other rule.
  return isTaken ? null : (usualFilter.ruleOf(path, kind) ?? 'subfolder');
}

/** The files of a given path, and the entries that are left out. */
interface GivenEntries extends NotTaken {
  /** Absolute paths, with the names that a person knows them by. */
  readonly files: readonly { readonly path: string; readonly name: string }[];
}

/**
 * The entries at a path that a person gave: a file is itself, a folder its files that a scan folder would include.
 * An entry that cannot be read keeps no other from being taken. Throws `too-many-at-once`, and the file system's error
 * for the path itself.
 */
export async function entriesAt(path: string): Promise<GivenEntries> {
  const stats = await stat(pathBytes(path)).catch((thrown: unknown) => {
    throw fileError(thrown);
  });
  if (stats.isDirectory()) return entriesBelow(path);
  const name = basename(path);
  const rule = ruleOfGiven(name, 'file');
  if (rule === null) return { files: [{ path, name }], refused: [], failed: [] };
  return { files: [], refused: [{ rule, count: 1, examples: [name] }], failed: [] };
}

async function entriesBelow(root: string): Promise<GivenEntries> {
  const files: { path: string; name: string }[] = [];
  const failed: NotTaken['failed'][number][] = [];
  const refusals = createRefusals();
  const folders = [''];
  let names = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const directory = join(root, folder);
    try {
      for await (const entry of entriesOf(directory)) {
        names += 1;
        if (names > mostNames) throw new ChartdropError('too-many-at-once');
        const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
        const isFolder = entry.isDirectory();
        const rule = isFolder || entry.isFile() ? ruleOfGiven(name, isFolder ? 'folder' : 'file') : 'no-file';
        if (rule !== null) refusals.add(rule, name);
        else if (isFolder) folders.push(name);
        else files.push({ path: join(directory, entry.name), name });
        if (files.length > mostAtOnce) throw new ChartdropError('too-many-at-once');
      }
    } catch (thrown) {
      if (folder === '' || thrown instanceof ChartdropError) throw folderError(thrown);
      failed.push({ name: folder, code: folderError(thrown).code });
    }
  }
  return { files, refused: [...refusals.all()], failed };
}
