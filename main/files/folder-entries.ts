import { type Dirent, opendirSync, readdirSync } from 'node:fs';
import { lstat, opendir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from './file-errors.ts';
import { hasBytes, isDoubtful, pathBytes, textOfPath } from './name-bytes.ts';

/** One entry of a folder. Its name is a text in which no byte is lost: see name-bytes.ts. */
export interface FolderEntry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** Entries per read of the directory: more would survive into the old heap, and memory would grow by half. */
const bufferSize = 256;

/** The entries of a second listing by bytes: only those that the first one could not name, unless there was none. */
function* byBytes(entries: readonly Dirent<Buffer>[], isOnly: boolean): Generator<FolderEntry> {
  for (const entry of entries) {
    if (!isOnly && !isDoubtful(entry.name.toString())) continue;
    yield {
      name: textOfPath(entry.name),
      isFile: () => entry.isFile(),
      isDirectory: () => entry.isDirectory(),
    };
  }
}

/**
 * The entries of a folder, read synchronously in small pieces. A folder is listed a second time by bytes only if a name
 * in it needs that, since names as bytes cost several times as much. Throws the file system's errors.
 */
export function* entriesOfLocal(path: string): Generator<FolderEntry> {
  let isComplete = !hasBytes(path);
  if (isComplete) {
    const directory = opendirSync(pathBytes(path), { bufferSize });
    try {
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        if (isDoubtful(entry.name)) isComplete = false;
        else yield entry;
      }
    } finally {
      directory.closeSync();
    }
  }
  if (isComplete) return;
  const entries = readdirSync(pathBytes(path), { withFileTypes: true, encoding: 'buffer' });
  yield* byBytes(entries, hasBytes(path));
}

/**
 * True for the error of an entry that was removed during the listing. Where the drive does not tell what an entry is, as on some shares,
 * Node asks for each, and its listing ends with the first error (lib/internal/fs/utils.js, `getDirent`). The folder itself is there.
 */
const isOfEntry = (thrown: unknown): boolean =>
  errnoOf(thrown) === 'ENOENT' &&
  thrown instanceof Error &&
  'syscall' in thrown &&
  thrown.syscall === 'lstat';

/** null: it is gone. */
const kindOf = (path: string) =>
  lstat(pathBytes(path)).catch((thrown: unknown) => {
    if (errnoOf(thrown) === 'ENOENT') return null;
    throw thrown;
  });

/** The same for a folder whose drive may hang, and in which others remove files. `open`: for tests. */
export async function* entriesOf(path: string, open: typeof opendir = opendir): AsyncGenerator<FolderEntry> {
  const given = new Set<string>();
  let isComplete = !hasBytes(path);
  try {
    for await (const entry of isComplete ? await open(pathBytes(path), { bufferSize }) : []) {
      if (isDoubtful(entry.name)) isComplete = false;
      else {
        given.add(entry.name);
        yield entry;
      }
    }
  } catch (thrown) {
    if (!isOfEntry(thrown)) throw thrown;
    isComplete = false;
  }
  if (isComplete) return;
  for (const bytes of await readdir(pathBytes(path), { encoding: 'buffer' })) {
    const name = textOfPath(bytes);
    const kind = given.has(name) ? null : await kindOf(join(path, name));
    if (kind !== null) yield { name, isFile: () => kind.isFile(), isDirectory: () => kind.isDirectory() };
  }
}

/** Whether a folder that can be listed has no entries. Throws the file system's errors. `open`: for tests. */
export async function isEmptyFolder(path: string, open: typeof opendir = opendir): Promise<boolean> {
  await using entries = await open(pathBytes(path));
  try {
    return (await entries.read()) === null;
  } catch (thrown) {
    if (isOfEntry(thrown)) return false;
    throw thrown;
  }
}
