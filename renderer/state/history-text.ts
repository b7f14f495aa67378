import type { AuditEntry, AuditKind } from '../../preload/contract/history.ts';
import type { PatientRef } from '../../preload/contract/destination.ts';
import { errorCodes } from '../../preload/contract/error-codes.ts';
import { inboxReasons, jobStates, type JobState } from '../../preload/contract/job-states.ts';
import { words } from '../../preload/words/current.ts';
import type { Words } from '../../preload/words/en.ts';
import { errorText } from '../../preload/words/text.ts';
import { preferencesFields } from './preferences.ts';

/** Steps between Chartdrop and the service. They are in the export; a person reads what happened to the file. */
const technical: ReadonlySet<AuditKind> = new Set([
  'job-hold-ended',
  'job-upload-started',
  'job-stored',
  'job-registration-sent',
  'job-registered',
  'job-processed',
]);
export const isTechnical = ({ kind, detail }: AuditEntry): boolean =>
  technical.has(kind) || (kind === 'job-page-read' && detail?.['pageLine'] === undefined);

const stateOf = (text: string | undefined): JobState | undefined => jobStates.find((state) => state === text);

const otherSettings = [
  ...([
    'heicPhotos',
    'descriptionPresets',
    'askPerson',
    'readPages',
    'guardPages',
    'suggestPatients',
    'pageLanguages',
    // Its name in entries of older versions.
    'pageGuard',
    'coverSheets',
    'todaysPatients',
    'remindAt',
    'sound',
    'flash',
    'theme',
    'language',
  ] as const),
  ...(['path', 'subfolders', 'types', 'ignore', 'route', 'afterFiling', 'watchMethod', 'settleMs'] as const),
  ...(['shared', 'takeOverSeconds', 'description', 'nameTemplate'] as const),
];

/** The words of a row: where the file is now, or the act. */
export function rowText(entry: AuditEntry): string {
  const state = stateOf(entry.detail?.['state']);
  return entry.kind.startsWith('job-') && state !== undefined
    ? words().states[state]
    : words().audit[entry.kind];
}

/** The change of an act, or its reason; null if its name says everything. */
export function changeText({ kind, detail }: AuditEntry): string | null {
  if (detail === null) return null;
  if (kind === 'job-changed') return editText(detail);
  if (kind === 'settings-changed' || kind === 'folder-changed') return settingsText(detail);
  const line = detail['pageLine'];
  if (line !== undefined) return detail['by'] === 'page' ? words().page.chose(line) : words().page.says(line);
  const code = errorCodes.find((one) => one === detail['error']);
  if (code !== undefined) return errorText({ code, detail: null });
  const reason = inboxReasons.find((one) => one === detail['reason']);
  return reason === undefined ? null : words().reasons[reason];
}

type Change = keyof Words['historyChanges'];
const editOf = (
  name: string,
  detail: Readonly<Record<string, string>>,
): Exclude<Change, 'described'> | null => {
  switch (name) {
    case 'paused':
      return detail['paused'] === 'false' ? 'resumed' : 'paused';
    case 'rank':
      return 'first';
    case 'description':
      return 'undescribed';
    case 'file':
      return 'renamed';
    case 'sentAs':
      return 'converted';
    default:
      return null;
  }
};

function editText(detail: Readonly<Record<string, string>>): string | null {
  const { description } = detail;
  const parts = (detail['changed'] ?? '').split(' ').flatMap((name) => {
    if (name === 'description' && description !== undefined)
      return words().historyChanges.described(description);
    const edit = editOf(name, detail);
    return edit === null ? [] : words().historyChanges[edit];
  });
  return parts.length === 0 ? null : parts.join(' · ');
}

/** The settings by the labels that the window gives them. */
const settingLabels = (): [name: string, label: string][] => {
  const w = words();
  return [
    ...preferencesFields.map(({ field }): [string, string] => [field, w.preferenceLabels[field]]),
    ...otherSettings.map((name): [string, string] => [name, w.settingNames[name]]),
  ];
};

/** A setting by the label that the window gives it. */
export const settingLabel = (name: string): string =>
  settingLabels().find(([one]) => one === name)?.[1] ?? name;

function settingsText(detail: Readonly<Record<string, string>>): string | null {
  const parts = settingLabels().flatMap(([name, label]) => {
    const value = detail[name];
    return value === undefined ? [] : words().history.change(label, value);
  });
  return parts.length === 0 ? null : parts.join(' · ');
}

/** Who acted, and where. */
export function actorText({ detail, osUser, station }: AuditEntry): string {
  const where = words().history.userAt(osUser, station);
  const person = detail?.['person'];
  return person === undefined ? where : words().history.personAt(person, where);
}

type NamedPatient = Omit<PatientRef, 'dateOfBirth'> & Partial<Pick<PatientRef, 'dateOfBirth'>>;

/** The patient's data that this entry still has: names are removed after the set time, the id stays. */
export function patientOf({ patientId, detail }: AuditEntry): NamedPatient | null {
  if (patientId === null) return null;
  const born = detail?.['dateOfBirth'];
  return {
    ...{ id: patientId, name: detail?.['patient'] ?? '' },
    ...(born === undefined ? {} : { dateOfBirth: born }),
  };
}
