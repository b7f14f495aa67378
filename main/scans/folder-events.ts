import type { Stats } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { watch } from 'chokidar';
import type { Filter } from './filter.ts';

/** A name came, went or was replaced; it was written to; or it was met in a folder that has just come to be watched. */
export type NameEvent = 'renamed' | 'written' | 'met';

export interface FolderEventsDeps {
  /** The real path of the folder, symbolic links resolved. */
  readonly root: string;
  readonly subfolders: boolean;
  readonly filter: Filter;
  onName(relativePath: string, event: NameEvent): void;
  /** Events were lost, or the folder itself is affected: only a listing can tell what happened. */
  onLost(): void;
  /** There will be no more events, for instance because the system's watches are used up (ENOSPC, EMFILE). */
  onFailure(thrown: unknown): void;
}

export interface FolderEvents {
  /** Resolves once every folder is watched, or once that has failed or been closed. */
  readonly ready: Promise<unknown>;
  close(): Promise<void>;
}

/**
 * The native events of a folder, from chokidar. It is given folders only: every file is ignored, so that it keeps
 * neither names nor stats of 100,000 files, and each event is taken raw, in the turn in which the system reports it.
 * A destination that is armed a moment later must not get the file.
 */
export function watchFolderEvents(deps: FolderEventsDeps): FolderEvents {
  const { root, filter } = deps;
  let live = false;

  /** The path inside the folder with `/` between parts, or null for anything outside it; empty for the root. */
  const inside = (path: string): string | null => {
    const relativePath = relative(root, path).replaceAll(sep, '/');
    return relativePath === '..' || relativePath.startsWith('../') ? null : relativePath;
  };

  /** Chokidar asks by path alone first, then with stats, for each entry of each folder that it comes to watch. */
  const isIgnored = (path: string, stats?: Stats): boolean => {
    const relativePath = inside(path);
    if (relativePath === null || relativePath === '') return false;
    if (stats === undefined) return false;
    if (stats.isDirectory()) return !filter.enters(relativePath);
    // A new subfolder is scanned after it is watched: what was written into it in between shows up here.
    if (live && stats.isFile()) deps.onName(relativePath, 'met');
    return true;
  };

  const watcher = watch(root, {
    ignored: isIgnored,
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
    ignorePermissionErrors: true,
    ...(deps.subfolders ? {} : { depth: 0 }),
  });

  const ready = Promise.withResolvers<unknown>();
  watcher.on('ready', () => {
    live = true;
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
    const relativePath = inside(join(watchedPath, name));
    if (relativePath !== null && relativePath !== '')
      deps.onName(relativePath, event === 'rename' ? 'renamed' : 'written');
  });
  watcher.on('unlinkDir', (path) => {
    if (inside(path) === '') deps.onLost();
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
