import { type ClinicChoice, type Settings, settingsSchema } from '../../preload/contract/settings.ts';
import { ChartdropError } from '../base/errors.ts';
import type { SettingsStore } from '../base/ports.ts';
import type { AuditDraft } from '../database/audit/audit-log.ts';
import { isPersonsOwn } from './preset/apply-preset.ts';
import { presetNotes } from './preset/preset-notes.ts';

export interface KeptSettings {
  now(): Settings;
  /** Stores a change that is not in the history. Throws `settings-managed` like the next. */
  keep(next: Settings): void;
  /**
   * Stores a person's change together with its history entry. A change without its entry would be reported as refused,
   * but still shown, and applied at the next start. Throws `settings-managed` where a preset holds the settings.
   */
  keepRecorded(draft: AuditDraft, next: Settings): void;
  /** The history entries of the preset's changes at this start, for a clinic; returned once. */
  takePresetNotes(choice: ClinicChoice): AuditDraft[];
  /** Stores settings that no person changed. */
  rewrite(next: Settings): void;
  readonly isLocked: boolean;
}

/** The stored settings; `onChanged` is called after each change. */
export function createKeptSettings(deps: {
  store: SettingsStore;
  /** Writes an entry into the history of the open clinic, if there is one. */
  record: (draft: AuditDraft) => void;
  onChanged: () => void;
}): KeptSettings {
  const { isLocked } = deps.store;
  let settings = deps.store.read();
  const given = settings;
  const beforePreset = deps.store.written() ?? settingsSchema.parse({});
  const told = new Set<ClinicChoice>();

  const write = (next: Settings): void => {
    deps.store.write(next);
    settings = next;
    deps.onChanged();
  };
  const keep = (next: Settings): void => {
    if (isLocked && !isPersonsOwn(settings, next)) throw new ChartdropError('settings-managed');
    write(next);
  };

  return {
    now: () => settings,
    keep,
    keepRecorded(draft, next) {
      const before = settings;
      keep(next);
      try {
        deps.record(draft);
      } catch (thrown) {
        write(before);
        throw thrown;
      }
    },
    takePresetNotes(choice) {
      if (told.has(choice)) return [];
      told.add(choice);
      return presetNotes(beforePreset, given, choice);
    },
    rewrite: write,
    isLocked,
  };
}
