import type { Route, ScanFolder } from '../../contract/scan-folder-defaults.ts';
import type { Preferences } from '../../contract/settings.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

// Setup: the clinic, the key, the network, scan folders, preferences.

const count = pluralOf('en');

export const firstRun = {
  welcome: 'Welcome to Chartdrop',
  intro: 'It gets scans into the patient’s chart. Which clinic should it talk to?',
  keyNeeded: 'The API key is needed again',
  keyNeededText:
    'It is not in this machine’s key store. Nothing is lost: what waits goes on once you enter it.',
  notOpened: 'The clinic could not be opened',
  demo: 'The demo clinic',
  demoText:
    'Built in, with made-up patients. Nothing real is touched; change to your own clinic at any time.',
  tryDemo: 'Try the demo clinic',
  own: 'Your own clinic',
};

/** A tab without a session, opened by a bookmark or a used address. */
export const closedWindow = {
  title: 'This window is closed',
  text: 'An address of Chartdrop opens its window once, so that nobody else on this computer can use it.',
  again: 'Start Chartdrop again the way you started it, for example with “npm start”: its window opens anew.',
  kept: 'Chartdrop itself goes on: scans are still filed, and nothing is lost.',
};

export const key = {
  label: 'API key',
  use: 'Test and use',
  testing: 'Testing…',
  help: 'From the clinic’s settings, under “Manage API keys”. It is kept by this machine and never shown again.',
  connected: (user: string) => `Connected as ${user}.`,
  connectedUntilQuit: (user: string) => `Connected as ${user}. The key is kept until you quit.`,
  present: 'Present API key',
  /** Shown if the clinic does not return a user's name. */
  unnamed: 'this user',
  withoutStore: 'Without a key store',
  withoutStoreText:
    'Or go on without one: the API key is kept in memory and asked for again at the next start; until then nothing is scanned. Names and paths stay encrypted on this disk, with a key in a file that only your account may read.',
  sessionOnly: 'Use it for this session only',
};

export const proxy = {
  title: 'Proxy login',
  user: 'Proxy user name',
  password: 'Proxy password',
  use: 'Keep and test',
  help: 'Only for a network whose proxy asks for one. It is kept by this machine’s key store, or without one until you quit, and told to that proxy only.',
  kept: 'The proxy login is kept.',
};

export const check = {
  title: 'Check the connection',
  checking: 'Checking…',
  unchecked: 'It could not be checked.',
  steps: 'Steps',
  again: 'Check again',
  copy: 'Copy report',
  copied: 'The report is copied. It names no patient, no key and no user.',
  notCopied: 'It could not be copied here. Save the report instead.',
};

export const settings = {
  clinic: 'Clinic',
  demoClinic: 'The demo clinic',
  ownClinic: 'Your clinic',
  asUser: (clinic: string, user: string) => `${clinic}, as ${user}`,
  asUserInRole: (clinic: string, user: string, role: string) => `${clinic}, as ${user} (${role})`,
  useDemo: 'Use the demo clinic',
  folders: 'Scan folders',
  noFolders: 'None yet. Add the folder that your scanner saves into.',
  changeOf: (path: string) => `Change ${path}`,
  removeOf: (path: string) => `Remove ${path}`,
  addFolder: 'Add a folder',
  gone: (moment: string) => `gone since ${moment}; it is looked for`,
  listing: 'looking every 5 seconds',
  leftAlone: (n: number) => count(n, { one: '{n} file is left alone', other: '{n} files are left alone' }),
  takeLeft: 'Take them…',
  takeLeftOf: (path: string) => `Take what is left alone in ${path}`,
  takeLeftTitle: 'Take what was left alone?',
  takeLeftText:
    'These files lay there when the folder was added, or when its settings changed. They will go where the folder’s scans go now.',
  takeLeftAct: (n: number) => count(n, { one: 'Take {n} file', other: 'Take {n} files' }),
  unfinished: (how: string, n: number) => count(n, { other: `${how}, {n} not finished yet` }),
  habits: 'Habits and limits',
  presets: 'Ready descriptions',
  presetsHelp: 'one a line',
  heicPhotos: 'Phone photos (HEIC)',
  theme: 'Appearance',
  language: 'Language',
  asSystem: 'As the system',
  updates: 'Updates',
  help: 'Help',
  helpText:
    'The report says how the program and its connection are, for whoever helps you. It names no patient, no file, no key and no user.',
  saveReport: 'Save report',
  showLog: 'Show log',
};

export const themes = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
} satisfies Record<Preferences['theme'], string>;

export const heicPhotos = { keep: 'Send as they are', jpeg: 'Send as JPEG' } satisfies Record<
  Preferences['heicPhotos'],
  string
>;

type Numbers = Record<
  Exclude<
    keyof Preferences,
    'descriptionPresets' | 'heicPhotos' | 'askPerson' | 'todaysPatients' | 'theme' | 'language'
  >,
  string
>;
export const preferenceLabels = {
  holdSeconds: 'Hold before uploading',
  disarmMinutes: 'Disarm after',
  uploads: 'Uploads at a time',
  largeUploads: 'Large uploads at a time',
  requestsPerMinute: 'Requests a minute',
  keepNamesDays: 'Keep names of filed files',
  keepHistoryYears: 'Keep the history',
} satisfies Numbers;
/** The unit after the number. */
export const preferenceUnits = {
  holdSeconds: 'seconds, to take it back',
  disarmMinutes: 'minutes without a scan',
  uploads: '',
  largeUploads: '',
  requestsPerMinute: 'that the account allows',
  keepNamesDays: 'days; then names and paths are removed',
  keepHistoryYears: 'years',
} satisfies Numbers;

export const folder = {
  title: 'Scan folder',
  addTitle: 'Add a scan folder',
  path: 'Folder',
  browse: 'Browse…',
  hint: 'The folder that your scanner saves into.',
  movesWithEvents: 'Can read, can move, events arrive.',
  movesByListing: 'Can read, can move, no events arrive: it is looked at every 5 seconds.',
  staysWithEvents: 'Can read, cannot move files here, events arrive.',
  staysByListing: 'Can read, cannot move files here, no events arrive: it is looked at every 5 seconds.',
  empty: 'It is empty.',
  existing: (n: number) =>
    count(n, { one: '{n} file lies there already.', other: '{n} files lie there already.' }),
  takeExisting: 'Take what lies there already too',
  takeUncovered: 'Take what lies there and was left out so far, too',
  route: 'Where its scans go',
  always: 'Always this patient',
  pattern: 'Pattern',
  patternHelp: `A regular expression with the named groups ${strong('patientId')}, or ${strong('caseId')}, or ${strong('lastName')}, ${strong('firstName')} and ${strong('dob')}.`,
  afterFiling: 'Once filed, the file',
  chooseDestination: 'Choose the patient or case.',
  enterPattern: 'Enter the pattern.',
  watch: 'Watch this folder',
  save: 'Save',
};

export const routes = {
  active: 'To the patient chosen at the top, else to the inbox',
  inbox: 'To the inbox: a person decides about each',
  fixed: 'Always to one patient or case',
  filename: 'As the file’s name says',
  subfolder: 'As the subfolder’s name says',
} satisfies Record<Route['kind'], string>;

export const routesInShort = {
  active: 'to the chosen patient',
  inbox: 'to the inbox',
  fixed: 'to one patient',
  filename: 'by file name',
  subfolder: 'by subfolder',
} satisfies Record<Route['kind'], string>;

export const afterFiling = {
  move: 'moves to “Filed” inside the folder',
  stay: 'stays where it is',
  trash: 'moves to the trash',
} satisfies Record<ScanFolder['afterFiling'], string>;

export const folderDetails = {
  more: 'More',
  subfolders: 'Subfolders too',
  types: 'File types',
  ignore: 'Names to ignore',
  method: 'How changes are noticed',
  shared: 'Shared with other PCs that run Chartdrop',
  takeOver: 'Seconds without a sign of life after which other PCs take over',
  settle: 'Seconds that a file must stand still',
  settlePlaceholder: '2, or 10 on a network drive',
  nameTemplate: 'Names in the chart',
  nameTemplatePlaceholder: 'As the files are named',
  nameTemplateHelp: 'For example {date} {preset} {name} {counter}. Empty: the files keep their names.',
};

export const watchMethods = {
  auto: 'By itself the best way',
  events: 'The system’s events',
  listing: 'Looking every 5 seconds',
} satisfies Record<ScanFolder['watchMethod'], string>;

export const sharing = {
  auto: 'Yes, wherever Chartdrop may write',
  yes: 'Yes, and take nothing while PCs cannot agree',
  no: 'No: only this PC watches it',
} satisfies Record<ScanFolder['shared'], string>;

export const browser = {
  label: 'Choose a folder',
  up: 'Up',
  choose: 'Choose this folder',
};
