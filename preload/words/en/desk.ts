import type { FoundPatientView, JobListName } from '../../contract/views.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

// The window's frame, finding, dropping, inbox and queue.

const count = pluralOf('en');

/** Words used in many places. */
export const acts = {
  cancel: 'Cancel',
  close: 'Close',
  change: 'Change',
  remove: 'Remove',
  tryAgain: 'Try again',
  saved: 'Saved.',
  undo: 'Undo',
  clearSearch: 'Clear the search',
};

export const shell = {
  opening: 'Opening…',
  connecting: 'Connecting to Chartdrop…',
  notices: 'Notices',
  closeNotice: 'Close notice',
  enterKey: 'Enter the key',
  languageNotLoaded: 'The words of this language could not be loaded.',
};

export const nav = {
  label: 'Views',
  find: 'Find',
  desk: 'Desk',
  attachments: 'Attachments',
  history: 'History',
  settings: 'Settings',
  failed: (n: number) => count(n, { other: '{n} failed' }),
};

export const top = {
  scansGoTo: 'Scans go to',
  nobody: 'Nobody',
  inInbox: 'scans wait in the inbox',
  reconnecting: 'Reconnecting',
  keyRejected: 'Key rejected: enter a new one',
  offline: 'Offline',
  limited: 'Limit reached',
  paused: 'Paused',
  countdown: 'It disarms by itself after this time without a scan',
  disarmsIn: (clock: string) => `Disarms in ${clock}`,
  disarm: 'Disarm',
  choose: 'Choose a patient',
};

export const bar = {
  found: (n: number) => count(n, { other: 'Today {n} found' }),
  filed: (n: number) => count(n, { other: '{n} filed' }),
  waiting: (n: number) => count(n, { other: '{n} waiting' }),
  failed: (n: number) => count(n, { other: '{n} failed' }),
  dismissed: (n: number) => count(n, { other: '{n} dismissed' }),
  stuck: (n: number) => count(n, { one: '{n} needs help', other: '{n} need help' }),
  demoClinic: 'Demo clinic',
  clinic: 'Clinic',
  rate: (used: string, limit: string) => `${used} of ${limit}/min`,
};

export const finder = {
  label: 'Find a patient',
  placeholder: 'Name, date of birth, id or address of the patient’s page',
  searching: 'Searching…',
  none: 'No current patient fits. Try a part of the name, or the date of birth.',
  onlyUnavailable: 'Only patients fit who cannot be chosen.',
  found: (n: number) => count(n, { one: '{n} patient', other: '{n} patients' }),
  hint: 'Arrows and Enter choose. “citizen, jane” and “3.2.1980” work too.',
  chosen: 'Chosen patient',
  cases: 'Cases',
  askingCases: 'Asking for cases…',
  noCases: 'This patient has no cases.',
  casesUnknown: (why: string) => `The cases could not be loaded. ${why}`,
  closed: 'closed',
  expired: 'expired',
  back: 'Back to the results',
  results: 'Patients',
  today: 'Today',
};

/** Why a patient cannot be chosen. */
export const unavailable = {
  archived: 'archived in Cliniko',
  deleted: 'deleted in Cliniko',
  merged: 'merged into another patient',
} satisfies Record<NonNullable<FoundPatientView['unavailable']>, string>;

export const find = {
  scan: 'Scan for this patient',
  recent: 'Recent today',
  recentNotLoaded: (why: string) => `The recent patients could not be loaded. ${why}`,
  /** Shown before the patient with two identifiers. */
  armed: 'Scans now go to',
};

export const drops = {
  label: 'Drop onto a patient',
  filesFor: 'Drop for',
  jobsFor: (n: number) => count(n, { one: 'File it with', other: 'File {n} with' }),
  inbox: `Drop into the ${strong('inbox')}`,
  inboxHint: 'Nobody is chosen; you say whose it is afterwards.',
  ontoPatient: (n: number) =>
    count(n, {
      one: `Drop it ${strong('onto a patient')}`,
      other: `Drop these {n} ${strong('onto a patient')}`,
    }),
  hold: 'The hold begins then, in which it can be taken back.',
  onto: 'Onto one of them',
  orOnto: 'Or onto one of them',
  nobody: 'Nobody was chosen today yet. Find the patient first, or press Assign….',
  takenToInbox: (n: number) => count(n, { one: '{n} file in the inbox.', other: '{n} files in the inbox.' }),
  takenFor: (n: number) => count(n, { one: '{n} file for', other: '{n} files for' }),
  failed: (n: number, names: string, why: string) =>
    count(n, { one: `Not taken: ${names}. ${why}`, other: `{n} not taken: ${names}. ${why}` }),
  emptyFolder: 'There are no files in this folder.',
  noFiles: 'The other program gave no file. Save it in a folder first, and drop it from there.',
};

export const assign = {
  whose: (name: string) => `Whose is ${name}?`,
  whoseMany: (n: number) => count(n, { other: 'Whose are these {n} files?' }),
  doubt: (n: number) =>
    count(n, {
      one: 'This file is already in a chart, or on its way there. File it again with this patient?',
      other:
        '{n} of these files are already in a chart, or on their way there. File them again with this patient?',
    }),
  leave: 'Leave in the inbox',
  again: 'File again',
  act: 'File with this patient',
  suggested: 'Suggested',
  done: (n: number) => count(n, { one: 'The file goes to', other: '{n} files go to' }),
};

export const describe = {
  label: 'Description',
  placeholder: 'Shown in the patient’s chart',
  presets: 'Ready descriptions',
  presetsNotLoaded: (why: string) => `The ready descriptions could not be loaded. ${why}`,
  open: 'Describe…',
  openOf: (name: string) => `Describe… ${name}`,
  title: (name: string) => `Describe ${name}`,
  titleMany: (n: number) => count(n, { other: 'Describe {n} files' }),
  save: 'Save description',
  tooLate: (n: number) =>
    count(n, {
      one: 'The file is being uploaded already. Its description can no longer be changed here.',
      other: '{n} files are being uploaded already. Their description can no longer be changed here.',
    }),
};

export const inbox = {
  instead: 'Open it from its folder, with its own program.',
  dismiss: 'Dismiss',
  assignOne: 'Assign…',
  assignOneOf: (name: string) => `Assign… ${name}`,
  fileWith: (destination: string) => `File with ${destination}`,
  fileAgainWith: (destination: string) => `File again with ${destination}`,
  duplicate: (name: string, destination: string) => `As ${name}, with ${destination}`,
  noFolder: 'No scan folder yet',
  noFolderText:
    'Add the folder that your scanner saves into. Files can be dropped on this window, or pasted, at any time.',
  addFolder: 'Add the scan folder',
  choose: 'Choose a patient to scan for',
};

/** The desk: the day's files in one list, and the page beside it. */
export const desk = {
  title: 'Today’s files',
  which: 'Which files',
  file: (name: string) => `File ${name}`,
  failed: 'Failed',
  filedAt: (moment: string) => `Filed ${moment}`,
  dismissedAt: (moment: string) => `Dismissed ${moment}`,
  recent: 'The selected patient, and those of today',
  resumeAll: 'Resume all',
  pauseAll: 'Pause all',
  selected: (n: number) => count(n, { other: '{n} files selected' }),
  selectedText: 'Each act applies to the files that allow it.',
  actOnMany: (act: string, n: number) => count(n, { other: `${act} ({n})` }),
  notAll: (n: number) => count(n, { other: 'The first {n} files are selected. That is the most at a time.' }),
  dismissed: (n: number) =>
    count(n, {
      one: 'The file is dismissed. It stays where it is.',
      other: '{n} files are dismissed. They stay where they are.',
    }),
  unreadable: 'The list cannot be shown',
  unreadableText: 'Nothing is lost, and uploads go on. Try again in a moment.',
  reading: 'Reading the list…',
  scanNow: 'Scan now: each page that the scanner saves appears here, and goes to the selected patient.',
};

type Shown = Record<Exclude<JobListName, 'inbox' | 'queue'>, string>;
export const deskLists = {
  day: 'Today',
  needs: 'Needs you',
  moving: 'On its way',
  filed: 'Filed',
  dismissed: 'Dismissed',
} satisfies Shown;
export const deskEmpty = {
  day: 'Nothing scanned yet today',
  needs: 'Nothing needs you',
  moving: 'Nothing is on its way',
  filed: 'Nothing is filed yet',
  dismissed: 'Nothing was dismissed',
} satisfies Shown;
export const deskEmptyTexts = {
  day: 'Choose a patient and scan, or drop files on this window. A scan without a patient waits here for you.',
  needs: 'Scans that nobody could place yet come here, each with its reason.',
  moving: 'Files between the scanner and the chart stand here.',
  filed: 'Files that have arrived in a chart stand here, newest first.',
  dismissed: 'What a person took out can be brought back here.',
} satisfies Shown;

/** A file's row. Keys ending in `Of` are read by screen readers and contain the visible word. */
export const job = {
  acceptUnlinked: 'Keep without case',
  acceptUnlinkedOf: (name: string) => `Keep without case: ${name}`,
  notInCaseShort: 'In chart, not in case',
  notInCase: (caseName: string, why: string) => `In the chart, but not in the case ${caseName}. ${why}`,
  slow: 'Cliniko has not finished this file yet. It is in the chart.',
  takeBack: 'Take back',
  takeBackOf: (name: string) => `Take back ${name}`,
  retry: 'Retry',
  retryOf: (name: string) => `Retry ${name}`,
  restore: 'Bring back',
  restoreOf: (name: string) => `Bring back ${name}`,
  wrongPatient: 'Wrong patient…',
  wrongPatientOf: (name: string) => `Wrong patient… ${name}`,
  change: 'Change',
  changeOf: (name: string) => `Change patient of ${name}`,
  moveFirst: 'Move to the front',
  moveFirstOf: (name: string) => `Move ${name} to the front`,
  pause: 'Pause',
  pauseOf: (name: string) => `Pause ${name}`,
  resume: 'Resume',
  resumeOf: (name: string) => `Resume ${name}`,
  dismissOf: (name: string) => `Dismiss ${name}`,
  paused: 'Paused',
  uploading: 'Uploading',
  held: (clock: string) => `Held ${clock}`,
  failed: (why: string) => `Failed: ${why}`,
  said: (name: string, text: string) => `${name}: ${text}`,
  again: (clock: string) => `Again in ${clock}`,
  archived: 'archived since',
};

/** The person at the desk, for the history. */
export const person = {
  title: 'Who is at the desk?',
  label: 'Name or initials',
  help: 'Shown in the history beside what you do, until the selection ends or the screen is locked.',
  act: 'Continue',
  atDesk: (name: string) => `At the desk: ${name}`,
  setting: 'Ask who is at the desk',
  settingHelp: 'When a patient is selected, for PCs that several people use.',
};
