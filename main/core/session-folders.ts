import type { FolderId } from '../../preload/contract/ids.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { changesOf } from './changes-of.ts';
import { asChartdropError, ChartdropError } from '../base/errors.ts';
import type { Log } from '../base/ports.ts';
import { createSequencer } from '../base/sequencer.ts';
import type { AppEvents } from './app-events.ts';
import { fileError } from '../files/file-errors.ts';
import { openFolder, sealFolder } from './clinic-data.ts';
import type { ClinicSession } from './clinic-session.ts';
import type { KeptSettings } from './kept-settings.ts';
import { writeSample } from './write-sample.ts';

/**
 * The scan folders of an open clinic: stored in the settings, with the patient of a fixed route encrypted, and watched.
 */
export interface SessionFolders {
  all(): readonly ScanFolder[];
  /** Watches all of them. The watcher waits for a missing folder and reports its state; nothing waits for it here. */
  start(): void;
  /** Throws if settings or history cannot be written; then nothing has changed. */
  save(folder: ScanFolder, options: { takeExisting: boolean }): void;
  takeLeft(id: FolderId): Promise<void>;
  /** Stops watching it, and remembers it for `restore`. */
  remove(id: FolderId): Promise<void>;
  /** The folder as it was when it was removed since the clinic was opened; null if it was not, or is back. */
  removed(id: FolderId): ScanFolder | null;
  /**
   * Watches a removed folder again, at its place in the list. The known files of a folder go by its id, so no file is
   * taken twice, and a scan that came in between is new. Does nothing for a folder that is not removed. `refuse` throws if
   * it cannot be watched beside the others now; it is asked last, when the folder's earlier watch has ended.
   */
  restore(id: FolderId, refuse: (folder: ScanFolder) => Promise<void>): Promise<void>;
  /** See `Desk`. */
  putSample(id: FolderId): Promise<void>;
}

export function createSessionFolders(deps: {
  session: Pick<ClinicSession, 'app' | 'choice' | 'sealer' | 'sampleLetter'>;
  settings: KeptSettings;
  log: Log;
  onFolderChanged: AppEvents['onFolderChanged'];
}): SessionFolders {
  const { settings, log } = deps;
  const { app, choice, sealer, sampleLetter } = deps.session;
  const stored = settings.now().folders[choice];
  const opened = stored.map(openFolder(sealer));
  let folders: readonly ScanFolder[] = opened.map(({ folder }) => folder);
  /** With its place in the list. In memory only: an undo is for the same day. */
  const removed = new Map<FolderId, { folder: ScanFolder; at: number }>();
  /** An undo waits until the folder's watcher has stopped. */
  const turns = createSequencer<FolderId>();

  const withFolders = (all: readonly ScanFolder[]): Settings => {
    const now = settings.now();
    return { ...now, folders: { ...now.folders, [choice]: all.map(sealFolder(sealer)) } };
  };
  /** Both or neither, before any listener is called. */
  const keep = (
    draft: {
      kind: 'folder-added' | 'folder-changed' | 'folder-removed' | 'folder-restored';
      folder: ScanFolder;
    },
    all: readonly ScanFolder[],
  ): void => {
    const before = folders;
    folders = all;
    try {
      const { kind, folder } = draft;
      const old = before.find(({ id }) => id === folder.id);
      const changes = kind === 'folder-changed' && old !== undefined ? changesOf(old, folder) : {};
      settings.keepRecorded({ kind, detail: { ...changes, folder: folder.path } }, withFolders(all));
    } catch (thrown) {
      folders = before;
      throw thrown;
    }
  };
  const find = (id: FolderId): ScanFolder | undefined => folders.find((one) => one.id === id);

  /** The next start does it again if the disk is full now. */
  const rewrite = (): void => {
    try {
      settings.rewrite(withFolders(folders));
    } catch (thrown) {
      log.warn('settings-not-kept', { code: fileError(thrown).code });
    }
  };

  const watch = (folder: ScanFolder, takeExisting: boolean): void => {
    const tell = (): void => deps.onFolderChanged?.(folder);
    app.scans.watch(folder, { takeExisting }).then(tell, (thrown: unknown) => {
      log.warn('folder-not-watched', { code: asChartdropError(thrown).code });
      tell();
    });
  };

  return {
    all: () => folders,
    start() {
      for (const { folder, isLost } of opened) {
        // A note, so that a full disk does not prevent watching the other folders.
        if (isLost)
          app.notes.add({ kind: 'folder-changed', detail: { folder: folder.path, error: 'data-key-wrong' } });
        watch(folder, false);
      }
      const notes = settings.takePresetNotes(choice);
      for (const note of notes) app.notes.add(note);
      // Older versions stored the patient of a fixed route there.
      if (notes.length > 0 || stored.some(({ route }) => 'destination' in route)) rewrite();
    },
    save(folder, { takeExisting }) {
      const kind = find(folder.id) === undefined ? 'folder-added' : 'folder-changed';
      const all = [...folders.filter(({ id }) => id !== folder.id), folder];
      keep({ kind, folder }, all);
      // Saved in another window after it was removed in one: it is back.
      removed.delete(folder.id);
      watch(folder, takeExisting);
    },
    async takeLeft(id) {
      const folder = find(id);
      if (folder === undefined) return;
      app.history.record({ kind: 'folder-changed', detail: { folder: folder.path, took: 'left alone' } });
      await app.scans.takeLeft(id);
      deps.onFolderChanged?.(folder);
    },
    remove: (id) =>
      turns.run(id, async () => {
        const folder = find(id);
        if (folder === undefined) return;
        const at = folders.indexOf(folder);
        keep(
          { kind: 'folder-removed', folder },
          folders.filter((one) => one !== folder),
        );
        removed.set(id, { folder, at });
        await app.scans.unwatch(id);
      }),
    removed: (id) => removed.get(id)?.folder ?? null,
    restore: (id, refuse) =>
      turns.run(id, async () => {
        const found = removed.get(id);
        if (found === undefined) return;
        await refuse(found.folder);
        // Saved in another window meanwhile: it is back.
        if (removed.get(id) !== found) return;
        const { folder, at } = found;
        keep({ kind: 'folder-restored', folder }, folders.toSpliced(at, 0, folder));
        removed.delete(id);
        watch(folder, false);
      }),
    async putSample(id) {
      const folder = find(id);
      if (folder === undefined || sampleLetter === null)
        throw new ChartdropError('request-invalid', { detail: 'sample' });
      await writeSample(folder.path, sampleLetter());
    },
  };
}
