import type { AuditEntry, AuditKind } from '../../preload/contract/history.ts';
import { errorCodeSchema } from '../../preload/contract/errors.ts';
import { inboxReasonSchema, jobStates, type JobState } from '../../preload/contract/job.ts';
import { words } from '../../preload/words/current.ts';
import { errorText } from '../../preload/words/text.ts';

/** Steps between Chartdrop and the service. They are in the export; a person reads what happened to the file. */
const technical: ReadonlySet<AuditKind> = new Set([
  'job-hold-ended',
  'job-upload-started',
  'job-stored',
  'job-registration-sent',
  'job-registered',
  'job-processed',
]);
export const isTechnical = ({ kind }: AuditEntry): boolean => technical.has(kind);

const stateOf = (text: string | undefined): JobState | undefined => jobStates.find((state) => state === text);

/** What an entry is about, in a row of its own: where the file is now, or the act. */
export function rowText(entry: AuditEntry): string {
  const state = stateOf(entry.detail?.['state']);
  return entry.kind.startsWith('job-') && state !== undefined
    ? words().states[state]
    : words().audit[entry.kind];
}

/** What an act changed, or why; null if its name says everything. */
export function changeText({ kind, detail }: AuditEntry): string | null {
  if (detail === null) return null;
  if (kind === 'job-changed') return editText(detail);
  if (kind === 'settings-changed' || kind === 'folder-changed') return settingsText(detail);
  const error = errorCodeSchema.safeParse(detail['error']);
  if (error.success) return errorText({ code: error.data, detail: null });
  const reason = inboxReasonSchema.safeParse(detail['reason']);
  return reason.success ? words().reasons[reason.data] : null;
}

function editText(detail: Readonly<Record<string, string>>): string | null {
  const { historyChanges: changes } = words();
  const parts = (detail['changed'] ?? '').split(' ').flatMap((name) => {
    switch (name) {
      case 'paused':
        return detail['paused'] === 'false' ? changes.resumed : changes.paused;
      case 'rank':
        return changes.first;
      case 'description': {
        const text = detail['description'];
        return text === undefined ? changes.undescribed : changes.described(text);
      }
      case 'file':
        return changes.renamed;
      case 'sentAs':
        return changes.converted;
      default:
        return [];
    }
  });
  return parts.length === 0 ? null : parts.join(' · ');
}

function settingsText(detail: Readonly<Record<string, string>>): string | null {
  const { settingNames, history } = words();
  const parts = Object.entries(settingNames).flatMap(([name, label]) => {
    const value = detail[name];
    return value === undefined ? [] : history.change(label, value);
  });
  return parts.length === 0 ? null : parts.join(' · ');
}
