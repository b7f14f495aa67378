import { lstatSync, type Stats } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { watch } from 'chokidar';
import { isDoubtful, pathBytes } from '../../files/name-bytes.ts';
import type { Filter } from './filter.ts';
import { createNamesBehind } from './names-behind.ts';

/**
 * A name appeared, disappeared or was replaced; it was written to; or it was found in a folder that has just been
 * watched.
 */
export type NameEvent = 'renamed' | 'written' | 'met';

export interface FolderEventsDeps {
  /** The real path of the folder, symbolic links resolved. */
  readonly root: string;
  readonly subfolders: boolean;
  readonly filter: Filter;
  /** The known names of a directory, by its path inside the folder. */
  readonly knownNames: (directory: string) => Iterable<string>;
  onName(relativePath: string, event: NameEvent): void;
  /** Events were lost, or the folder itself is affected: only a listing can tell what happened. */
  onLost(): void;
  /** There will be no more events, for example because the system's watches are used up (ENOSPC, EMFILE). */
  onFailure(thrown: unknown): void;
}

export interface FolderEvents {
  /** Resolves once every folder is watched, or once that failed or was closed. */
  readonly ready: Promise<unknown>;
  close(): Promise<void>;
}

/** Systems where one native watch covers a tree. */
const systemIsRecursive = process.platform === 'win32' || process.platform === 'darwin';

const toPosix = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

function isDirectory(path: string): boolean {
  try {
    return lstatSync(pathBytes(path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    // An unreadable folder cannot be watched; if that changes, the listing finds it.
    return false;
  }
}

/**
 * The native events of a folder, from chokidar. Each raw event is handled in the turn in which the system reports it,
 * since a patient selected a moment later must not get the file. Chokidar itself only sees folders: it stats every name
 * that it follows, and lists a folder again file by file when an unknown name is deleted. So every name that is not a
 * known folder is ignored.
 */
export function watchFolderEvents(deps: FolderEventsDeps, recursive = systemIsRecursive): FolderEvents {
  const { root, filter } = deps;
  const folders = new Set<string>();
  const coversTree = recursive && deps.subfolders;
  const prefix = root.endsWith(sep) ? root : root + sep;
  let live = false;

  /** The path inside the folder with `/` between parts, or null for a path outside; empty for the root. */
  const inside = (path: string): string | null => {
    if (path.startsWith(prefix)) return toPosix(path.slice(prefix.length));
    const relativePath = toPosix(relative(root, path));
    return relativePath === '..' || relativePath.startsWith('../') ? null : relativePath;
  };

  /** Called with stats for each entry of a newly watched folder, and without them before anything else. */
  const isIgnored = (path: string, stats?: Stats): boolean => {
    // Called 100,000 times before it watches.
    if (!live && stats?.isFile() === true) return true;
    const relativePath = inside(path);
    if (relativePath === null || relativePath === '') return false;
    if (stats === undefined) return !folders.has(relativePath);
    if (stats.isDirectory()) {
      if (!filter.enters(relativePath)) return true;
      folders.add(relativePath);
      return false;
    }
    // A new subfolder is listed after it is watched: files written in between appear here.
    if (live && stats.isFile()) deps.onName(relativePath, 'met');
    return true;
  };

  /** A new folder must be known before chokidar asks, which it does right after the raw event. */
  const noticeFolder = (relativePath: string, path: string) => {
    if (folders.has(relativePath) || !filter.enters(relativePath) || !isDirectory(path)) return;
    // Already watched as part of the tree, but its existing files caused no events.
    if (coversTree) deps.onLost();
    else folders.add(relativePath);
  };

  const tellOf = (path: string, isRenamed: boolean): void => {
    const relativePath = inside(path);
    if (relativePath === null || relativePath === '') return;
    // inotify reports a move or deletion of the folder itself as a rename of the folder's name (IN_MOVE_SELF).
    if (relativePath === basename(root)) deps.onLost();
    deps.onName(relativePath, isRenamed ? 'renamed' : 'written');
    const isNewName = isRenamed && filter.accepts(relativePath).kind !== 'accepted';
    if (isNewName) noticeFolder(relativePath, path);
  };

  const pathsBehind = createNamesBehind(deps.knownNames);

  const watcher = watch(root, {
    ignored: isIgnored,
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
    ignorePermissionErrors: true,
    backend: recursive ? 'native-recursive' : 'native',
    ...(deps.subfolders ? {} : { depth: 0 }),
  });

  const ready = Promise.withResolvers<unknown>();
  watcher.on('ready', () => {
    live = true;
    // From here on the tree needs no chokidar, which would list a changed folder again each time.
    if (coversTree) folders.clear();
    ready.resolve(null);
  });
  watcher.on('error', (thrown) => {
    deps.onFailure(thrown);
    ready.resolve(null);
  });
  watcher.on('raw', (event, name, details) => {
    const watchedPath = (details as { watchedPath?: unknown }).watchedPath;
    if (typeof name !== 'string' || typeof watchedPath !== 'string') {
      deps.onLost();
      return;
    }
    const isRenamed = event === 'rename';
    const path = join(watchedPath, name);
    if (!isDoubtful(name)) {
      tellOf(path, isRenamed);
      return;
    }
    for (const one of pathsBehind(path, inside(dirname(path)) ?? '', isRenamed)) tellOf(one, isRenamed);
    // It may be a subfolder, from which no events come.
    if (isRenamed) deps.onLost();
  });
  watcher.on('unlinkDir', (path) => {
    const relativePath = inside(path);
    if (relativePath === '') deps.onLost();
    else if (relativePath !== null) folders.delete(relativePath);
  });

  return {
    ready: ready.promise,
    async close() {
      live = false;
      await watcher.close();
      ready.resolve(null);
    },
  };
}
