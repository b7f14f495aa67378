import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Handle } from '../../../../preload/contract/handle.ts';
import { emptyAccount } from '../../../../preload/contract/folder-account.ts';
import { type FolderId, folderIdSchema } from '../../../../preload/contract/ids.ts';
import type { ScanFolder } from '../../../../preload/contract/scan-folder.ts';
import type { FolderView } from '../../../../preload/contract/views.ts';
import type { Desk } from '../../../core/desk.ts';
import { overlap } from '../../../core/preset/check-preset.ts';
import { asChartdropError, ChartdropError } from '../../../base/errors.ts';
import { checkFolder } from '../../../scans/watch/check-folder.ts';
import { folderError } from '../../../files/folder-errors.ts';
import { pathBytes, realPath } from '../../../files/name-bytes.ts';
import { createRouter } from '../../../scans/route/routes.ts';
import type { Caller } from '../../caller.ts';
import type { HandlerDeps, HandlersOf } from '../handler-types.ts';
import { sameClinic } from '../same-clinic.ts';
import { suggestedFolders } from './suggested-folders.ts';
import { tryPattern } from './try-pattern.ts';

/** The scan folders in the form for the window. */
export function folderViews(desk: Desk): FolderView[] {
  return desk.folders().map((folder) => {
    const { scans } = desk.app();
    const status = scans.status(folder.id);
    return {
      folder,
      state: status?.kind ?? 'stopped',
      since: status?.kind === 'vanished' ? status.since : null,
      method: status?.method ?? 'listing',
      account: scans.account(folder.id) ?? emptyAccount,
      trouble: scans.trouble(folder.id),
    };
  });
}

export function folderHandlers({ desk, chooseFolder, browser, home }: HandlerDeps): HandlersOf<'folders'> {
  const views = (): FolderView[] => folderViews(desk);
  /** The chosen folder, or the one already watched. Throws `choice-expired`. */
  const placeOf = (given: { id: FolderId | null; chosen: Handle | null }, { handles }: Caller): string => {
    if (given.chosen !== null) return handles.look(given.chosen, 'folder');
    const watched = desk.folders().find(({ id }) => id === given.id);
    if (watched === undefined) throw new ChartdropError('request-invalid', { detail: 'chosen' });
    return watched.path;
  };
  return {
    'folders:list': views,
    'folders:save': async ({ folder, chosen, takeExisting }, caller) => {
      createRouter(folder.route);
      // Stored as given: a link's target may change later, and is resolved then.
      const path = placeOf({ id: folder.id, chosen }, caller);
      const id = folder.id ?? folderIdSchema.parse(randomUUID());
      const assertSameClinic = sameClinic(desk);
      await directory(path);
      await refuseOverlap(desk, { ...folder, id, path });
      assertSameClinic();
      desk.saveFolder({ ...folder, id, path }, { takeExisting });
      if (chosen !== null) caller.handles.redeem(chosen, 'folder');
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
    'folders:restore': async ({ id }) => {
      const folder = desk.removedFolder(id);
      if (folder === null) throw new ChartdropError('choice-expired');
      await desk.restoreFolder(id, (one) => refuseOverlap(desk, one));
      return views();
    },
    'folders:check': async (given, caller) => {
      const real = await directory(placeOf(given, caller)).catch(asChartdropError);
      if (typeof real === 'string') return checkFolder(real);
      return { canRead: false, canMove: false, method: 'listing', existing: 0, error: real.toDto() };
    },
    'folders:tryPattern': ({ id, chosen, ...given }, caller) => {
      const path = id === null && chosen === null ? null : placeOf({ id, chosen }, caller);
      return tryPattern({ ...given, path });
    },
    'folders:browse': async ({ within, name }, { handles }) => {
      if (browser === null) throw new ChartdropError('request-invalid', { detail: 'a native dialog' });
      const from = within === null ? null : handles.look(within, 'folder');
      const { path, parent, folders } = await browser.open(from, name);
      return {
        handle: handles.grant('folder', path),
        path,
        parent: parent === null ? null : handles.grant('folder', parent),
        folders,
      };
    },
    'folders:suggest': async (_, { handles }) => {
      const watched = new Set(desk.folders().map(({ path }) => path));
      // Where the window has no dialog of the host, it may browse these folders anyway.
      const look = async (path: string) =>
        browser === null ? directory(path) : (await browser.open(path, null)).path;
      const found = await suggestedFolders(home, look);
      const kind = browser === null ? 'place' : 'folder';
      return found
        .filter((path) => !watched.has(path))
        .map((path) => ({ handle: handles.grant(kind, path), path }));
    },
    'folders:sample': async ({ id }) => {
      await desk.putSample(id);
      return null;
    },
    'folders:choose': async ({ from }, { handles }) => {
      if (chooseFolder === null) throw new ChartdropError('request-invalid', { detail: 'no native dialog' });
      const path = await chooseFolder(from === null ? null : handles.look(from, 'place'));
      return path === null ? null : { handle: handles.grant('folder', path), path };
    },
  };
}

/** The real path of a folder. Throws `folder-missing`, `folder-denied`. */
async function directory(path: string): Promise<string> {
  try {
    const real = await realPath(path);
    if ((await stat(pathBytes(real))).isDirectory()) return real;
  } catch (thrown) {
    throw folderError(thrown);
  }
  throw new ChartdropError('folder-missing');
}

/**
 * Throws `folder-watched-already` for a folder that overlaps another by their real paths. Two saves at once would not see
 * each other: it starts again if the list changed while the drives answered.
 */
export async function refuseOverlap(desk: Pick<Desk, 'folders'>, folder: ScanFolder): Promise<void> {
  // An unreachable folder is compared by its name.
  const real = (path: string): Promise<string> => directory(path).catch(() => path);
  const here = { ...folder, path: await real(folder.path) };
  const folders = desk.folders();
  for (const one of folders) {
    if (one.id === folder.id) continue;
    if (overlap(here, { ...one, path: await real(one.path) })) {
      throw new ChartdropError('folder-watched-already', { detail: basename(one.path) });
    }
  }
  if (desk.folders() !== folders) await refuseOverlap(desk, folder);
}
