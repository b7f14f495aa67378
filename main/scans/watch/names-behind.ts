import { basename, dirname, join } from 'node:path';
import { isDoubtful, namesGivenAs, pathBytes } from '../../files/name-bytes.ts';

/** The paths that an event about `path` may mean; `directory` is that of `path`, inside the scan folder. */
type NamesBehind = (path: string, directory: string, isRenamed: boolean) => readonly string[];

/**
 * Events bring a name that is not UTF-8 as text without these bytes. Returns the paths that such an event may be about:
 * those that are in the folder, and those that were.
 */
export function createNamesBehind(knownNames: (directory: string) => Iterable<string>): NamesBehind {
  /** A file may be written to a thousand times, so the folder is read once for all writes. */
  const behind = new Map<string, readonly string[]>();

  const namesOf = (path: string, directory: string): Set<string> => {
    const [folder, text] = [dirname(path), basename(path)];
    const names = namesGivenAs(folder, text);
    for (const name of knownNames(directory))
      if (isDoubtful(name) && pathBytes(name).toString() === text) names.push(name);
    return new Set(names.map((name) => join(folder, name)));
  };

  return (path, directory, isRenamed) => {
    const before = behind.get(path) ?? [];
    if (!isRenamed && before.length > 0) return before;
    const now = [...namesOf(path, directory)];
    behind.set(path, now);
    return isRenamed ? [...new Set([...now, ...before])] : now;
  };
}
