import { type Dirent, opendirSync, readdirSync } from 'node:fs';
import { opendir, readdir } from 'node:fs/promises';
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

/** The same for a folder whose drive may hang. */
export async function* entriesOf(path: string): AsyncGenerator<FolderEntry> {
  let isComplete = !hasBytes(path);
  if (isComplete) {
    for await (const entry of await opendir(pathBytes(path), { bufferSize })) {
      if (isDoubtful(entry.name)) isComplete = false;
      else yield entry;
    }
  }
  if (isComplete) return;
  const entries = await readdir(pathBytes(path), { withFileTypes: true, encoding: 'buffer' });
  yield* byBytes(entries, hasBytes(path));
}
