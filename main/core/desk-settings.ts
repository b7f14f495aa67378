import type { PractitionerId } from '../../preload/contract/ids.ts';
import type { ClinicChoice, Preferences, PreferencesChange } from '../../preload/contract/settings.ts';
import { ChartdropError } from '../base/errors.ts';
import { changesOf } from './changes-of.ts';
import type { KeptSettings } from './kept-settings.ts';
import type { PcNames } from './preset/path-variables.ts';
import { exportSettings, planImport, type SettingsImport } from './preset/settings-transfer.ts';
import type { SessionFolders } from './session-folders.ts';

/** The settings as a window sees and changes them, except single scan folders. */
export interface DeskSettings {
  preferences(): Preferences;
  /** Changes the named ones, and returns all. Throws `settings-managed`. */
  updatePreferences(change: PreferencesChange): Preferences;
  /** Whether an administrator's preset holds the settings: changes are refused with `settings-managed`. */
  readonly isLocked: boolean;
  /** The practitioners whose patients of today are shown; empty: all. */
  practitioners(): readonly PractitionerId[];
  /** Remembers them for the open clinic. No act on a record, so the history does not note it. */
  choosePractitioners(ids: readonly PractitionerId[]): void;
  /** The settings of the open clinic for another PC; see `exportSettings`. Throws `key-missing` before setup. */
  exportSettings(): { text: string; leftOut: number };
  /** Checks a file with settings, and changes nothing. Throws `settings-invalid`, and `settings-managed`. */
  planImport(text: string): SettingsImport;
  /**
   * Makes the changes of a plan, each with its history entry. Throws `choice-expired` if the settings changed since it was
   * made; a later error leaves the changes before it.
   */
  applyImport(plan: SettingsImport): void;
}

export function createDeskSettings(deps: {
  settings: KeptSettings;
  pc: PcNames;
  opened: () => { session: { choice: ClinicChoice }; folders: Pick<SessionFolders, 'save'> } | null;
}): DeskSettings {
  const { settings, pc } = deps;
  const required = () => {
    const opened = deps.opened();
    if (opened === null) throw new ChartdropError('key-missing');
    return { choice: opened.session.choice, folders: opened.folders };
  };
  const keepPreferences = (preferences: Preferences): void => {
    const detail = changesOf(settings.now().preferences, preferences);
    settings.keepRecorded({ kind: 'settings-changed', detail }, { ...settings.now(), preferences });
  };
  const choosePractitioners: DeskSettings['choosePractitioners'] = (ids) => {
    const { practitioners, ...others } = settings.now();
    settings.keep({ ...others, practitioners: { ...practitioners, [required().choice]: [...ids] } });
  };

  return {
    preferences: () => settings.now().preferences,
    updatePreferences(change) {
      const named = Object.entries(change).filter(([, value]) => value !== undefined);
      const preferences: Preferences = { ...settings.now().preferences, ...Object.fromEntries(named) };
      keepPreferences(preferences);
      return preferences;
    },
    isLocked: settings.isLocked,
    practitioners() {
      const opened = deps.opened();
      return opened === null ? [] : settings.now().practitioners[opened.session.choice];
    },
    choosePractitioners,
    exportSettings: () => exportSettings(settings.now(), required().choice, pc),
    planImport(text) {
      if (settings.isLocked) throw new ChartdropError('settings-managed');
      return planImport(text, { before: settings.now(), choice: required().choice, pc });
    },
    applyImport({ changes, before, after, folders }) {
      // Changes since then would be lost.
      if (settings.now() !== before) throw new ChartdropError('choice-expired');
      const { choice, folders: watched } = required();
      if (changes.some((change) => change.kind === 'changed' && change.folder === null))
        keepPreferences(after.preferences);
      if (changes.some(({ kind }) => kind === 'practitioners'))
        choosePractitioners(after.practitioners[choice]);
      for (const folder of folders) watched.save(folder, { takeExisting: false });
    },
  };
}
