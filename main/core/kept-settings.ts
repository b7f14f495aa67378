import type { Settings } from '../../preload/contract/settings.ts';
import type { SettingsStore } from '../base/ports.ts';
import type { AuditDraft } from '../database/audit-log.ts';

export interface KeptSettings {
  now(): Settings;
  keep(next: Settings): void;
  /**
   * Stores a person's change together with its history entry. A change without its entry would be reported as refused,
   * but still shown, and applied at the next start.
   */
  keepRecorded(draft: AuditDraft, next: Settings): void;
}

/** The stored settings; `onChanged` is called after each change. */
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
