import { createHash } from 'node:crypto';
import {
  folderOfFileSchema,
  type PortableSettings,
  type PresetFolder,
  presetSchema,
} from '../../../preload/contract/preset.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import type { ImportPlan, SettingChange } from '../../../preload/contract/setting-change.ts';
import type { ClinicChoice, Settings } from '../../../preload/contract/settings.ts';
import { fieldChanges } from '../changes-of.ts';
import { storedFolder, withoutPatient } from './apply-preset.ts';
import { invalidSettings, overlap, parsePreset, settingsJson } from './check-preset.ts';
import { type PcNames, portablePath } from './path-variables.ts';

/**
 * The settings of a clinic for another PC, in the preset's format: no key, no patient, nothing of the data folder.
 * `leftOut`: the folders that cannot be in a file that everybody may read, since their scans go to one patient.
 */
export function exportSettings(
  settings: Settings,
  choice: ClinicChoice,
  pc: PcNames,
): { text: string; leftOut: number } {
  const folders = settings.folders[choice];
  const portable = folders.flatMap((folder): PresetFolder[] => {
    const path = portablePath(folder.path, pc);
    const isPersonal = folder.route.kind === 'fixed';
    return isPersonal || path === null ? [] : [folderOfFileSchema.parse({ ...folder, path })];
  });
  const file: PortableSettings = {
    preferences: settings.preferences,
    folders: portable,
    practitioners: settings.practitioners[choice],
  };
  return { text: `${JSON.stringify(file, null, 2)}\n`, leftOut: folders.length - portable.length };
}

/** An import that was checked: what a person sees of it, and what it does. */
export interface SettingsImport extends ImportPlan {
  readonly before: Settings;
  readonly after: Settings;
  /** The folders that are new or changed. */
  readonly folders: readonly ScanFolder[];
}

const practitionerChange = (before: readonly string[], after: readonly string[]): SettingChange[] =>
  JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [{ kind: 'practitioners', from: before.length, to: after.length }];

/**
 * Reads a file with settings, and compares it with the current ones. Folders are found by their paths; those that the file
 * does not name stay, since no import may end the watching of a folder. Throws `settings-invalid` with the fields.
 */
export function planImport(
  text: string,
  { before, choice, pc }: { before: Settings; choice: ClinicChoice; pc: PcNames },
): SettingsImport {
  const value = settingsJson(text, 'JSON');
  const given = parsePreset(presetSchema, { value, file: '', pc });
  const watched = before.folders[choice];
  const folders = (given.folders ?? []).map((folder) => storedFolder(folder, watched, pc));
  const others = watched.filter(({ id }) => folders.every((folder) => folder.id !== id));
  const overlapping = folders.flatMap((folder, at) =>
    others.some((other) => overlap(other, folder)) ? [`folders.${at}.path`] : [],
  );
  if (overlapping.length > 0) throw invalidSettings('', overlapping);

  const preferences = { ...before.preferences, ...given.preferences };
  const practitioners = given.practitioners ?? before.practitioners[choice];
  const after: Settings = {
    ...before,
    preferences,
    folders: { ...before.folders, [choice]: merged(watched, folders) },
    practitioners: { ...before.practitioners, [choice]: practitioners },
  };
  const changesOfFolders = folders.map((folder) => ({ folder, changes: folderChanges(folder, watched) }));
  const changes: SettingChange[] = [
    ...fieldChanges(before.preferences, preferences).map((change) => ({
      kind: 'changed' as const,
      folder: null,
      ...change,
    })),
    ...changesOfFolders.flatMap((one) => one.changes),
    ...practitionerChange(before.practitioners[choice], practitioners),
  ];
  return {
    changes,
    ignored: ['settings', 'updates', 'authorityFile'].filter((name) => name in Object(value)),
    plan: createHash('sha256')
      .update(JSON.stringify([before, after]))
      .digest('hex'),
    ...{ before, after },
    folders: changesOfFolders.filter((one) => one.changes.length > 0).map(({ folder }) => folder),
  };
}

/** In the order in which they are watched; new ones at the end. */
function merged(watched: Settings['folders']['own'], folders: readonly ScanFolder[]) {
  const changed = watched.map((one) => folders.find(({ id }) => id === one.id) ?? one);
  return [...changed, ...folders.filter(({ id }) => watched.every((one) => one.id !== id))];
}

function folderChanges(folder: ScanFolder, watched: Settings['folders']['own']): SettingChange[] {
  const before = watched.find(({ id }) => id === folder.id);
  const { path, route } = folder;
  if (before !== undefined)
    return fieldChanges(withoutPatient(before), withoutPatient(folder)).map((change) => ({
      kind: 'changed',
      folder: path,
      ...change,
    }));
  // A file names no patient: see `presetSchema`.
  return route.kind === 'fixed' ? [] : [{ kind: 'folder-added', folder: path, route: route.kind }];
}
