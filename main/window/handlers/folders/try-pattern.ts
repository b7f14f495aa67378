import type { TriedPattern } from '../../../../preload/contract/name-reading.ts';
import { readableName } from '../../../../preload/contract/readable-name.ts';
import { folderError } from '../../../files/folder-errors.ts';
import { compilePattern } from '../../../scans/route/pattern.ts';
import { isAway } from '../../../scans/identity/find-folder.ts';
import { recentNames } from '../../../scans/watch/recent-names.ts';
import { usualFilter } from '../given-entries.ts';

/** Names of the folder that are shown. */
const mostNames = 5;

/** `path` null: no folder is chosen yet. Throws `pattern-invalid`, and the folder's errors except that it is missing. */
export async function tryPattern(given: {
  path: string | null;
  pattern: string | null;
  example: string;
}): Promise<TriedPattern> {
  const { path, pattern, example } = given;
  const read = pattern === null ? () => null : compilePattern(pattern).match;
  const names = path === null ? [] : await namesIn(path);
  return {
    example: read(example),
    names: names.map(readableName).map((name) => ({ name, reading: read(name) })),
  };
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await recentNames(path, usualFilter, mostNames);
  } catch (thrown) {
    const error = folderError(thrown);
    // The form's check of the folder tells why.
    if (isAway.has(error.code)) return [];
    throw error;
  }
}
