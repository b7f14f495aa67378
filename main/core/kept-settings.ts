import type { Settings } from '../../preload/contract/settings.ts';
import type { SettingsStore } from '../base/ports.ts';
import type { AuditDraft } from '../database/audit-log.ts';

export interface KeptSettings {
  now(): Settings;
  keep(next: Settings): void;
  /**
   * A person's change, with its entry in the history: both or neither. A change that is kept without its entry would be
   * refused to the person, shown all the same, and followed only from the next start on.
   */
  keepRecorded(draft: AuditDraft, next: Settings): void;
}

/** The settings as they are kept between starts; `onChanged` is called after each change. */
export function createKeptSettings(deps: {
  store: SettingsStore;
  /** Writes an entry into the history of the open clinic, if there is one. */
  record: (draft: AuditDraft) => void;
  onChanged: () => void;
}): KeptSettings {
  let settings = deps.store.read();

  const keep = (next: Settings): void => {
    deps.store.write(next);
    settings = next;
    deps.onChanged();
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
        keep(before);
        throw thrown;
      }
    },
  };
}
