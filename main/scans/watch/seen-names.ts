import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { Refused } from '../../../preload/contract/folder-account.ts';
import { hasBytes } from '../../files/name-bytes.ts';
import { summed } from '../account/refusals.ts';

/** An entry that a listing cannot follow up, with the epoch milliseconds at which that was first seen. */
export interface Unlisted {
  readonly relativePath: string;
  readonly kind: 'subfolder';
  readonly code: ErrorCode;
  readonly since: number;
}

/** The result of the last listing of one directory. */
export interface Directory {
  /** Names of known files, which are checked only after an event. */
  names: Set<string>;
  subfolders: string[];
  /** Monotonic milliseconds at which the last complete listing began: a missing name did not exist yet. */
  listedAt: number;
  /** The directory's time at that listing in nanoseconds; null if it proves nothing. */
  modifiedNs: bigint | null;
  /** Entries that are no scans, by the rule that refuses them. */
  refused: readonly Refused[];
  /** The directory itself if it could not be listed. */
  unlisted: readonly Unlisted[];
}

/** The known names of one scan folder, in memory: about 100 bytes per file, without stats. */
export interface SeenNames {
  add(relativePath: string): void;
  delete(relativePath: string): void;
  has(relativePath: string): boolean;
  directory(relativePath: string): Directory | undefined;
  /** The names of a directory; none if it is unknown. */
  readonly namesIn: (relativePath: string) => Iterable<string>;
  setDirectory(relativePath: string, directory: Directory): void;
  /** Removes a missing directory and its subdirectories; returns the names of their files. */
  dropDirectory(relativePath: string): string[];
  /** All names, of all directories. */
  all(): Iterable<string>;
  /** The next `count` names in rotation, so that each is checked occasionally. */
  sample(count: number): string[];
  clear(): void;
  /** The refused entries of all directories. */
  refused(): Refused[];
  /** The entries of all directories that could not be followed up. */
  unlisted(): Unlisted[];
  /** Whether a directory has a name that is not UTF-8: no events come from it. */
  hasSilent(): boolean;
}

/** `a/b.pdf` -> [`a`, `b.pdf`]; the root is the empty text. */
export function splitPath(relativePath: string): [directory: string, name: string] {
  const slash = relativePath.lastIndexOf('/');
  return [relativePath.slice(0, Math.max(0, slash)), relativePath.slice(slash + 1)];
}
export const joinPath = (directory: string, name: string) =>
  directory === '' ? name : `${directory}/${name}`;

export function createSeenNames(): SeenNames {
  const directories = new Map<string, Directory>();

  function* names() {
    for (const [path, { names: inside }] of directories)
      for (const name of inside) yield joinPath(path, name);
  }
  let cursor = names();

  return {
    add(relativePath) {
      const [path, name] = splitPath(relativePath);
      // Without a listing of its directory the name is not stored: that listing will check it.
      directories.get(path)?.names.add(name);
    },
    delete(relativePath) {
      const [path, name] = splitPath(relativePath);
      directories.get(path)?.names.delete(name);
    },
    has(relativePath) {
      const [path, name] = splitPath(relativePath);
      return directories.get(path)?.names.has(name) ?? false;
    },
    directory: (relativePath) => directories.get(relativePath),
    namesIn: (relativePath) => directories.get(relativePath)?.names ?? [],
    setDirectory: (relativePath, directory) => void directories.set(relativePath, directory),
    dropDirectory(relativePath) {
      const held: string[] = [];
      for (const [path, { names: inside }] of directories) {
        if (path !== relativePath && !path.startsWith(`${relativePath}/`)) continue;
        for (const name of inside) held.push(joinPath(path, name));
        directories.delete(path);
      }
      return held;
    },
    all: names,
    sample(count) {
      const sampled: string[] = [];
      while (sampled.length < count) {
        const { value, done } = cursor.next();
        if (done === true) {
          cursor = names();
          break;
        }
        sampled.push(value);
      }
      return sampled;
    },
    clear() {
      directories.clear();
      cursor = names();
    },
    refused: () => summed([...directories.values()].map((directory) => directory.refused)),
    unlisted: () => [...directories.values()].flatMap((directory) => directory.unlisted),
    hasSilent: () => [...directories.keys()].some(hasBytes),
  };
}
