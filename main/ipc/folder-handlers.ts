import { randomUUID } from 'node:crypto';
import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { FolderView } from '../../preload/contract/views.ts';
import type { Desk } from '../desk.ts';
import { asChartdropError, ChartdropError } from '../errors.ts';
import { checkFolder } from '../scans/check-folder.ts';
import { folderError } from '../scans/folder-errors.ts';
import { createRouter } from '../scans/routes.ts';
import type { HandlerDeps, HandlersOf } from './handler-types.ts';

/** The scan folders as the window is shown them. */
export function folderViews(desk: Desk): FolderView[] {
  return desk.folders().map((folder) => {
    const status = desk.app().scans.status(folder.id);
    const trouble = desk.app().scans.trouble(folder.id);
    if (status === null) {
      return {
        folder,
        state: 'stopped',
        since: null,
        method: 'listing',
        unfinished: 0,
        leftAlone: 0,
        trouble,
      };
    }
    const since = status.kind === 'vanished' ? status.since : null;
    return {
      folder,
      state: status.kind,
      since,
      method: status.method,
      unfinished: status.unfinished,
      leftAlone: status.leftAlone,
      trouble,
    };
  });
}

export function folderHandlers({ desk, chooseFolder }: HandlerDeps): HandlersOf<'folders'> {
  const views = (): FolderView[] => folderViews(desk);
  return {
    'folders:list': views,
    'folders:save': async ({ folder, takeExisting }) => {
      createRouter(folder.route);
      // Kept as it was given: a link may lead elsewhere one day, and is followed then.
      const path = resolve(folder.path);
      await directory(path);
      const id = folder.id ?? folderIdSchema.parse(randomUUID());
      await refuseOverlap(desk.folders(), { ...folder, id, path });
      desk.saveFolder({ ...folder, id, path }, { takeExisting });
      return views();
    },
    'folders:takeLeft': async ({ id }) => {
      await desk.takeLeft(id);
      return views();
    },
    'folders:remove': async ({ id }) => {
      await desk.removeFolder(id);
      return views();
    },
    'folders:check': async ({ path }) => {
      const real = await directory(path).catch(asChartdropError);
      if (typeof real === 'string') return checkFolder(real);
      return { canRead: false, canMove: false, method: 'listing', existing: 0, error: real.toDto() };
    },
    'folders:browse': async ({ path }) => {
      const here = await directory(path ?? homedir());
      const entries = await readdir(here, { withFileTypes: true });
      const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
      const parent = dirname(here);
      return {
        path: here,
        parent: parent === here ? null : parent,
        folders: folders.map(({ name }) => name).sort((a, b) => a.localeCompare(b)),
      };
    },
    'folders:choose': async () => {
      if (chooseFolder === null) throw new ChartdropError('request-invalid', { detail: 'no native dialog' });
      return chooseFolder();
    },
  };
}

/** The real path of a folder. Throws `folder-missing`, `folder-denied`. */
async function directory(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    if ((await stat(real)).isDirectory()) return real;
  } catch (thrown) {
    throw folderError(thrown);
  }
  throw new ChartdropError('folder-missing');
}

/** Two folders that share files would take each of them twice. */
async function refuseOverlap(folders: readonly ScanFolder[], folder: ScanFolder): Promise<void> {
  // One that cannot be reached at present is compared by its name.
  const real = (path: string): Promise<string> => directory(path).catch(() => path);
  const within = (inner: string, outer: string, { subfolders }: ScanFolder): boolean =>
    inner === outer || (subfolders && inner.startsWith(join(outer, sep)));
  const here = await real(folder.path);
  for (const one of folders) {
    if (one.id === folder.id) continue;
    const there = await real(one.path);
    if (within(here, there, one) || within(there, here, folder)) {
      throw new ChartdropError('folder-watched-already', { detail: basename(one.path) });
    }
  }
}
