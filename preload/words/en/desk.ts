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
  nobody: 'No patient selected.',
  inInbox: 'Scans go to the inbox.',
  reconnecting: 'Reconnecting',
  keyRejected: 'Key rejected: enter a new one',
  offline: 'Offline',
  limited: 'Limit reached',
  paused: 'Paused',
  countdown: 'The selection ends after this time without a scan.',
  disarmsIn: (clock: string) => `Ends in ${clock}`,
  disarm: 'Finish',
  choose: 'Select a patient',
};

export const bar = {
  nothing: 'Nothing scanned today yet.',
  allFiled: 'Everything scanned today is filed.',
  allFiledOn: (n: number) => count(n, { other: 'Everything scanned today is filed, on all {n} PCs.' }),
  onOtherPcs: (n: number) => count(n, { other: '{n} open on other PCs' }),
  needs: (n: number) => count(n, { one: '{n} needs you', other: '{n} need you' }),
  moving: (n: number) => count(n, { other: '{n} in the queue' }),
  filed: (n: number) => count(n, { other: '{n} filed today' }),
  dismissed: (n: number) => count(n, { other: '{n} ignored today' }),
  stuck: (n: number) => count(n, { one: '{n} cannot be filed', other: '{n} cannot be filed' }),
  demoClinic: 'Demo clinic',
  clinic: 'Clinic',
  rate: (used: string, limit: string) => `${used} of ${limit}/min`,
};

export const finder = {
  label: 'Find a patient',
  placeholder: 'Name, date of birth, id or link',
  searching: 'Searching…',
  none: 'No current patient matches. Try a part of the name, or the date of birth.',
  onlyUnavailable: 'Only archived, deleted or merged patients match, and they cannot be selected.',
  found: (n: number) => count(n, { one: '{n} patient', other: '{n} patients' }),
  hint: 'Use the arrow keys and Enter. “citizen, jane” and “3.2.1980” also work.',
  chosen: 'Selected patient',
  cases: 'Cases',
  askingCases: 'Loading cases…',
  noCases: 'This patient has no cases.',
  casesUnknown: (why: string) => `The cases could not be loaded. ${why}`,
  closed: 'closed',
  expired: 'expired',
  back: 'Back',
  results: 'Patients',
  today: 'Today',
};

/** Why a patient cannot be selected. */
export const unavailable = {
  archived: 'archived in Cliniko',
  deleted: 'deleted in Cliniko',
  merged: 'merged into another patient',
} satisfies Record<NonNullable<FoundPatientView['unavailable']>, string>;

export const find = {
  scan: 'Scan for this patient',
  recent: 'Selected today',
  recentNotLoaded: (why: string) => `The recent patients could not be loaded. ${why}`,
  /** Shown before the patient with two identifiers. */
  armed: 'Scans now go to',
};

export const drops = {
  label: 'Drop onto a patient',
  filesFor: 'Drop for',
  jobsFor: (n: number) => count(n, { one: 'File it with', other: 'File {n} with' }),
  inbox: `Drop into the ${strong('inbox')}`,
  inboxHint: 'No patient is selected. Choose the patient afterwards.',
  ontoPatient: (n: number) =>
    count(n, {
      one: `Drop it ${strong('onto a patient')}`,
      other: `Drop these {n} ${strong('onto a patient')}`,
    }),
  hold: 'The undo period starts when you drop.',
  onto: 'Drop on one of today’s patients',
  orOnto: 'Or drop on one of today’s patients',
  nobody: 'No patient was selected today. Find the patient first, or press Assign….',
  takenToInbox: (n: number) => count(n, { one: '{n} file in the inbox.', other: '{n} files in the inbox.' }),
  takenFor: (n: number) => count(n, { one: '{n} file for', other: '{n} files for' }),
  failed: (n: number, names: string, why: string) =>
    count(n, { one: `Not added: ${names}. ${why}`, other: `{n} not added: ${names}. ${why}` }),
  emptyFolder: 'There are no files in this folder.',
  noFiles: 'The other program gave no file. Save it in a folder first, and drop it from there.',
};

export const assign = {
  whose: (name: string) => `Whose is ${name}?`,
  whoseMany: (n: number) => count(n, { other: 'Whose are these {n} files?' }),
  doubt: (n: number) =>
    count(n, {
      one: 'This file is already in a chart or in the queue. File it again with this patient?',
      other: '{n} of these files are already in a chart or in the queue. File them again with this patient?',
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
  presets: 'Saved descriptions',
  presetsNotLoaded: (why: string) => `The saved descriptions could not be loaded. ${why}`,
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
  dismiss: 'Ignore',
  assignOne: 'Assign…',
  assignOneOf: (name: string) => `Assign… ${name}`,
  fileWith: (destination: string) => `File with ${destination}`,
  fileAgainWith: (destination: string) => `File again with ${destination}`,
  duplicate: (name: string, destination: string) => `Same content as ${name}, filed with ${destination}`,
  noFolder: 'No scan folder yet',
  noFolderText:
    'Add the folder that your scanner saves into. Files can be dropped on this window, or pasted, at any time.',
  addFolder: 'Add the scan folder',
  choose: 'Select a patient to scan for',
};

/** The desk: the day's files in one list, and the page beside it. */
export const desk = {
  title: 'Today’s files',
  which: 'Which files',
  file: (name: string) => `File ${name}`,
  failed: 'Failed',
  filedAt: (moment: string) => `Filed ${moment}`,
  dismissedAt: (moment: string) => `Ignored ${moment}`,
  recent: 'The selected patient, and those of today',
  resumeAll: 'Resume all',
  pauseAll: 'Pause all',
  selected: (n: number) => count(n, { other: '{n} files selected' }),
  selectedText: 'Each act applies to the files that allow it.',
  actOnMany: (act: string, n: number) => count(n, { other: `${act} ({n})` }),
  notAll: (n: number) =>
    count(n, { other: 'The first {n} files are selected. No more can be selected at a time.' }),
  dismissed: (n: number) =>
    count(n, {
      one: 'Ignored. The file stays in its folder.',
      other: '{n} files ignored. They stay in their folder.',
    }),
  undone: (n: number) => count(n, { one: 'Undone.', other: 'Undone for {n} files.' }),
  unreadable: 'The list cannot be shown',
  unreadableText: 'Nothing is lost, and uploads continue. Try again in a moment.',
  reading: 'Loading the list…',
  scanNow: 'Scan now. Each file that the scanner saves appears here and goes to the selected patient.',
};

type Shown = Record<Exclude<JobListName, 'inbox' | 'queue'>, string>;
export const deskLists = {
  day: 'Today',
  needs: 'Inbox',
  moving: 'Queue',
  filed: 'Filed',
  dismissed: 'Ignored',
} satisfies Shown;
export const deskEmpty = {
  day: 'Nothing scanned today yet',
  needs: 'The inbox is empty',
  moving: 'The queue is empty',
  filed: 'Nothing is filed yet',
  dismissed: 'No file was ignored',
} satisfies Shown;
export const deskEmptyTexts = {
  day: 'Select a patient and scan, or drop files on this window. Scans without a patient go to the inbox.',
  needs: 'Scans that need a patient appear here, and files that could not be filed.',
  moving: 'Files that are being filed appear here.',
  filed: 'Files that are in the chart appear here, newest first.',
  dismissed: 'Ignored files appear here. You can bring them back.',
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
  wrongPatient: 'Move to another patient…',
  wrongPatientOf: (name: string) => `Move to another patient… ${name}`,
  change: 'Change patient…',
  changeOf: (name: string) => `Change patient… ${name}`,
  moveFirst: 'Move to the front',
  moveFirstOf: (name: string) => `Move ${name} to the front`,
  pause: 'Pause',
  pauseOf: (name: string) => `Pause ${name}`,
  resume: 'Resume',
  resumeOf: (name: string) => `Resume ${name}`,
  dismissOf: (name: string) => `Ignore ${name}`,
  paused: 'Paused',
  uploading: 'Uploading',
  held: (clock: string) => `Uploads in ${clock}`,
  failed: (why: string) => `Failed: ${why}`,
  said: (name: string, text: string) => `${name}: ${text}`,
  again: (clock: string) => `Retries in ${clock}`,
  archived: 'archived since then',
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
