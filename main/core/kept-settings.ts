import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { sealFolder } from './clinic-data.ts';
import { ChartdropError } from '../base/errors.ts';
import type { AuditDraft } from '../database/audit-log.ts';
import type { OpenedClinic } from './opened-clinic.ts';
import type { SettingsStore } from '../base/ports.ts';

/** Settings to keep, with the folders of the open clinic as they are used, where these change. */
type Change = readonly [settings: Settings, folders?: readonly ScanFolder[] | undefined];

export interface KeptSettings {
  now(): Settings;
  keep(...next: Change): void;
  /**
   * A person's change, with its entry in the history: both or neither. Kept without its entry, it would be refused to the
   * person, shown all the same, and followed only from the next start on.
   */
  keepRecorded(draft: AuditDraft, ...next: Change): void;
  /** The settings with these folders for the open clinic. Throws `key-missing`. */
  withFolders(all: readonly ScanFolder[]): Change;
}

/** The settings as they are kept between starts; `onChanged` is called after each change. */
export function createKeptSettings(given: {
  store: SettingsStore;
  opened: () => OpenedClinic | null;
  onChanged: () => void;
}): KeptSettings {
  const { store, opened } = given;
  let settings = store.read();

  const keep = (...[next, folders]: Change): void => {
    store.write(next);
    settings = next;
    const clinic = opened();
    if (clinic !== null && folders !== undefined) clinic.folders = folders;
    given.onChanged();
  };

  return {
    now: () => settings,
    keep,
    keepRecorded(draft, ...next) {
      const before: Change = [settings, opened()?.folders];
      keep(...next);
      try {
        opened()?.app.history.record(draft);
      } catch (thrown) {
        keep(...before);
        throw thrown;
      }
    },
    withFolders(all) {
      const clinic = opened();
      if (clinic === null) throw new ChartdropError('key-missing');
      const sealed = all.map(sealFolder(clinic.sealer));
      return [{ ...settings, folders: { ...settings.folders, [clinic.choice]: sealed } }, all];
    },
  };
}
