import type { ClinicChoice, Settings } from '../../../preload/contract/settings.ts';
import type { AuditDraft } from '../../database/audit/audit-log.ts';
import { changesOf } from '../changes-of.ts';
import { withoutPatient } from './apply-preset.ts';

/** History entries for the changes that the preset made to a clinic's settings at this start. */
export function presetNotes(before: Settings, after: Settings, choice: ClinicChoice): AuditDraft[] {
  const notes: AuditDraft[] = [];
  const changes = changesOf(before.preferences, after.preferences);
  if (Object.keys(changes).length > 0)
    notes.push({ kind: 'settings-changed', detail: { ...changes, by: 'preset.json' } });
  const [old, now] = [before.folders[choice], after.folders[choice]];
  for (const folder of now) {
    const same = old.find(({ id }) => id === folder.id);
    const detail = same === undefined ? {} : changesOf(withoutPatient(same), withoutPatient(folder));
    if (same !== undefined && Object.keys(detail).length === 0) continue;
    const kind = same === undefined ? 'folder-added' : 'folder-changed';
    notes.push({ kind, detail: { ...detail, folder: folder.path, by: 'preset.json' } });
  }
  for (const { id, path } of old) {
    if (now.every((folder) => folder.id !== id))
      notes.push({ kind: 'folder-removed', detail: { folder: path, by: 'preset.json' } });
  }
  return notes;
}
