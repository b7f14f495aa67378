import type { Preset, PresetFolder } from '../../../preload/contract/preset.ts';
import type { ScanFolder, StoredFolder } from '../../../preload/contract/scan-folder.ts';
import {
  ownPreferences,
  type Preferences,
  type Settings,
  settingsSchema,
} from '../../../preload/contract/settings.ts';
import { comparable, hasSubfolders } from './check-preset.ts';
import { folderIdOf } from './folder-id.ts';
import { expandPath, type PcNames } from './path-variables.ts';

const isOwn = (name: string): boolean => ownPreferences.some((own) => own === name);

/** The preferences without those that stay a person's. */
const managed = (preferences: Partial<Preferences>): Partial<Preferences> =>
  Object.fromEntries(Object.entries(preferences).filter(([name]) => !isOwn(name)));

/**
 * The settings of a start. `written` null: a first start, which begins with the preset's values. Later, those of an open
 * preset change nothing any more, and those of a locked one hold. Missing sections stay as they are. Folders are those of
 * the clinic, never of the demo.
 */
export function withPreset(written: Settings | null, preset: Preset, pc: PcNames): Settings {
  const kept = written ?? settingsSchema.parse({});
  if (written !== null && preset.settings === 'open') return kept;
  const { preferences, folders, practitioners } = preset;
  const own = kept.folders.own;
  return {
    ...kept,
    preferences: { ...kept.preferences, ...(written === null ? preferences : managed(preferences)) },
    folders: {
      ...kept.folders,
      own: folders === undefined ? own : folders.map((folder) => storedFolder(folder, own, pc)),
    },
    practitioners: { ...kept.practitioners, own: practitioners ?? kept.practitioners.own },
  };
}

/**
 * A folder of the file on this PC. A folder that is watched already keeps its id, and with it all that is known of its
 * files.
 */
export function storedFolder(
  folder: PresetFolder,
  watched: readonly Pick<StoredFolder, 'id' | 'path'>[],
  pc: PcNames,
): ScanFolder {
  // Checked before: see `parsePreset`.
  const path = expandPath(folder.path, pc) ?? folder.path;
  const before = watched.find((one) => comparable(one.path) === comparable(path));
  let fresh = folderIdOf(path);
  // A folder that was moved kept the id of its former path.
  while (watched.some(({ id }) => id === fresh)) fresh = folderIdOf(`${fresh} ${path}`);
  return {
    ...folder,
    id: before?.id ?? fresh,
    path: before?.path ?? path,
    subfolders: hasSubfolders(folder),
  };
}

/** A folder for comparison, without the patient of its route: a file names none. */
export const withoutPatient = ({ route, ...folder }: StoredFolder): object => ({
  ...folder,
  route: route.kind === 'fixed' ? route.kind : route,
});

/** Whether a change is one that a person may make although an administrator manages the settings. */
export function isPersonsOwn(before: Settings, after: Settings): boolean {
  const managedOf = (settings: Settings): string =>
    JSON.stringify({ ...settings, clinic: null, preferences: managed(settings.preferences) });
  return managedOf(before) === managedOf(after);
}
