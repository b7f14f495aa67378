import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { entriesOf } from '../../files/folder-entries.ts';
import { fileError } from '../../files/file-errors.ts';
import { pathBytes } from '../../files/name-bytes.ts';
import type { Filter } from './filter.ts';

/** The most entries that are looked at, so that a folder with very many answers at once. */
const mostEntries = 2_000;
/** The most files whose times are compared. */
const mostFiles = 200;

/** Names of the newest files in a folder that the filter includes, newest first. Throws the file system's errors. */
export async function recentNames(path: string, filter: Filter, count: number): Promise<string[]> {
  const names: string[] = [];
  let seen = 0;
  for await (const entry of entriesOf(path)) {
    seen += 1;
    if (seen > mostEntries || names.length === mostFiles) break;
    if (entry.isFile() && filter.accepts(entry.name).kind === 'accepted') names.push(entry.name);
  }
  const dated = await Promise.all(
    names.map(async (name) => ({ name, modifiedAt: await modifiedAt(join(path, name)) })),
  );
  return dated
    .sort((a, b) => b.modifiedAt - a.modifiedAt)
    .slice(0, count)
    .map(({ name }) => name);
}

/** Epoch milliseconds; 0 for a file that is gone meanwhile. */
async function modifiedAt(path: string): Promise<number> {
  try {
    return (await lstat(pathBytes(path))).mtimeMs;
  } catch (thrown) {
    if (fileError(thrown).code === 'file-missing') return 0;
    throw thrown;
  }
}
