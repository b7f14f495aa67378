import type { Route, ScanFolder } from '../../contract/scan-folder-defaults.ts';
import type { NumberPreference, Preferences } from '../../contract/settings.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

// Setup: the clinic, the key, the network, scan folders, preferences.

const count = pluralOf('en');

export const firstRun = {
  welcome: 'Welcome to Chartdrop',
  intro: 'It gets scans into the patient’s chart in Cliniko. Connect your clinic, or try the demo first.',
  keyNeeded: 'The API key is needed again',
  keyNeededText:
    'The API key is not in this computer’s key store. Nothing is lost: waiting files resume once you enter it.',
  notOpened: 'The clinic could not be opened',
  demo: 'The demo clinic',
  demoText:
    'Built in, with made-up patients. Nothing reaches a real chart. Switch to your own clinic at any time.',
  tryDemo: 'Try the demo clinic',
  own: 'Your own clinic',
};

/** A tab without a session, opened by a bookmark or a used address. */
export const closedWindow = {
  title: 'This window is closed',
  text: 'This address opens a window only once, so that nobody else on this computer can use it.',
  again: 'Start Chartdrop again, for example with “npm start”. A new window opens.',
  kept: 'Chartdrop is still running: scans are filed, and nothing is lost.',
};

export const key = {
  label: 'API key',
  use: 'Test and use',
  testing: 'Testing…',
  help: 'In Cliniko: My info, then “Manage API keys”. This computer keeps the key and never shows it again.',
  connected: (user: string) => `Connected as ${user}.`,
  connectedUntilQuit: (user: string) => `Connected as ${user}. The key is kept until you quit.`,
  present: 'Current API key',
  /** Shown if the clinic does not return a user's name. */
  unnamed: 'this user',
  withoutStore: 'Without a key store',
  withoutStoreText:
    'Or continue without one: Chartdrop keeps the API key in memory and asks for it again at each start. Nothing is filed until you enter it. Names and paths stay encrypted on this disk, with a key in a file that only your account may read.',
  sessionOnly: 'Use it for this session only',
};

export const proxy = {
  title: 'Proxy login',
  user: 'Proxy user name',
  password: 'Proxy password',
  use: 'Save and test',
  help: 'Only for a network whose proxy asks for a login. This computer’s key store keeps it (without a key store: until you quit). Only that proxy receives it.',
  kept: 'The proxy login is saved.',
};

export const check = {
  title: 'Check the connection',
  checking: 'Checking…',
  unchecked: 'The connection could not be checked.',
  steps: 'Steps',
  again: 'Check again',
  copy: 'Copy report',
  copied: 'The report is copied. It contains no patient, key or user.',
  notCopied: 'The report could not be copied. Save it instead.',
};

export const settings = {
  clinic: 'Clinic',
  demoClinic: 'The demo clinic',
  ownClinic: 'Your clinic',
  asUser: (clinic: string, user: string) => `${clinic}, as ${user}`,
  asUserInRole: (clinic: string, user: string, role: string) => `${clinic}, as ${user} (${role})`,
  useDemo: 'Use the demo clinic',
  folders: 'Scan folders',
  managed: 'An administrator manages the settings of this PC.',
  managedExceptOwn:
    'An administrator manages these settings. Appearance, language, sound and flashing are yours.',
  noFolders: 'No scan folder yet. Add the folder that your scanner saves into.',
  changeOf: (path: string) => `Change ${path}`,
  removeOf: (path: string) => `Remove ${path}`,
  folderRemoved: (path: string) => `Scans in ${path} are no longer filed. The files stay there.`,
  folderRestored: (path: string) => `Chartdrop watches ${path} again, as before.`,
  addFolder: 'Add a folder',
  gone: (moment: string) => `missing since ${moment}, still looking`,
  listing: 'checked every 5 seconds',
  leftAlone: (n: number) =>
    count(n, {
      one: '{n} file that was already there is skipped',
      other: '{n} files that were already there are skipped',
    }),
  takeLeft: 'File them…',
  takeLeftOf: (path: string) => `File them… skipped files in ${path}`,
  takeLeftTitle: 'File the skipped files?',
  takeLeftText:
    'These files were already in the folder when it was added or when its settings changed. They will go where the folder’s scans go now.',
  takeLeftAct: (n: number) => count(n, { one: 'File {n} file', other: 'File {n} files' }),
  unfinished: (how: string, n: number) => count(n, { other: `${how}, {n} not finished yet` }),
  habits: 'Uploads and times',
  presets: 'Saved descriptions',
  presetsHelp: 'one a line',
  heicPhotos: 'Phone photos (HEIC)',
  theme: 'Appearance',
  language: 'Language',
  asSystem: 'Match system',
  updates: 'Updates',
  help: 'Help',
  helpText:
    'The report shows the state of the program and its connection to the person who helps you. It contains no patient, file, key or user.',
  saveReport: 'Save report',
  showLog: 'Show log',
};

export const themes = {
  system: 'Match system',
  light: 'Light',
  dark: 'Dark',
} satisfies Record<Preferences['theme'], string>;

export const sounds = {
  none: 'No sound',
  needs: 'When something needs you',
  all: 'Also when a file is filed',
} satisfies Record<Preferences['sound'], string>;

export const heicPhotos = { keep: 'Send unchanged', jpeg: 'Send as JPEG' } satisfies Record<
  Preferences['heicPhotos'],
  string
>;

type Numbers = Record<NumberPreference, string>;
export const preferenceLabels = {
  holdSeconds: 'Undo period',
  disarmMinutes: 'End the selection after',
  uploads: 'Uploads at a time',
  largeUploads: 'Large uploads at a time',
  requestsPerMinute: 'Requests a minute',
  keepNamesDays: 'Keep names of filed files',
  keepHistoryYears: 'Keep the history',
} satisfies Numbers;
/** The unit after the number. */
export const preferenceUnits = {
  holdSeconds: 'seconds before a file is uploaded',
  disarmMinutes: 'minutes without a scan',
  uploads: '',
  largeUploads: '',
  requestsPerMinute: 'allowed for this Cliniko user',
  keepNamesDays: 'days, then Chartdrop removes names and paths',
  keepHistoryYears: 'years',
} satisfies Numbers;

export const folder = {
  title: 'Scan folder',
  addTitle: 'Add a scan folder',
  path: 'Folder',
  browse: 'Browse…',
  hint: 'The folder that your scanner saves into.',
  movesWithEvents: 'The folder works.',
  movesByListing: 'The folder works. It reports no changes, so Chartdrop checks it every 5 seconds.',
  staysWithEvents: 'The folder can be read, but Chartdrop may not move files in it.',
  staysByListing:
    'The folder can be read, but Chartdrop may not move files in it. It reports no changes, so Chartdrop checks it every 5 seconds.',
  empty: 'The folder is empty.',
  existing: (n: number) =>
    count(n, { one: '{n} file is already in it.', other: '{n} files are already in it.' }),
  takeExisting: 'Also file what is already in the folder',
  takeUncovered: 'Also file what is in the folder and was left out until now',
  route: 'Scans go',
  always: 'Always this patient',
  pattern: 'Pattern',
  patternHelp: `A regular expression with the named groups ${strong('patientId')}, or ${strong('caseId')}, or ${strong('lastName')}, ${strong('firstName')} and ${strong('dob')}.`,
  afterFiling: 'After filing, the file',
  chooseDestination: 'Choose the patient or case.',
  enterPattern: 'Enter the pattern.',
  watch: 'Watch this folder',
  save: 'Save',
};

export const routes = {
  active: 'To the selected patient, otherwise to the inbox',
  inbox: 'Always to the inbox',
  page: 'To the patient whom the page names',
  fixed: 'Always to one patient or case',
  filename: 'To the patient in the file’s name',
  subfolder: 'To the patient in the subfolder’s name',
} satisfies Record<Route['kind'], string>;

export const routesInShort = {
  active: 'to the selected patient',
  inbox: 'to the inbox',
  page: 'by its page',
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
  method: 'Watch for changes',
  shared: 'Shared with other PCs that run Chartdrop',
  takeOver: 'Other PCs take over when this one is silent for (seconds)',
  settle: 'Wait until a file is unchanged for (seconds)',
  settlePlaceholder: '2, or 10 on a network drive',
  nameTemplate: 'Names in the chart',
  nameTemplatePlaceholder: 'The file’s own name',
  nameTemplateHelp: 'For example {date} {preset} {name} {counter}. Empty: the files keep their names.',
};

export const watchMethods = {
  auto: 'Automatic',
  events: 'As the system reports them',
  listing: 'Check every 5 seconds',
} satisfies Record<ScanFolder['watchMethod'], string>;

export const sharing = {
  auto: 'Yes, if Chartdrop may write there',
  yes: 'Yes, and file nothing while the PCs cannot agree',
  no: 'No: only this PC watches it',
} satisfies Record<ScanFolder['shared'], string>;

export const browser = {
  label: 'Choose a folder',
  up: 'Up',
  choose: 'Choose this folder',
};

export const transfer = {
  title: 'Settings for other PCs',
  text: 'The file holds the settings, the scan folders and the chosen practitioners. It holds no key, password or patient. An administrator can use it as preset.json.',
  leftOut: (n: number) =>
    count(n, {
      one: '{n} folder is not in the file, because its scans always go to one patient.',
      other: '{n} folders are not in the file, because their scans always go to one patient.',
    }),
  save: 'Save settings',
  open: 'Open settings…',
  changes: 'Change these settings?',
  setting: 'Setting',
  now: 'Now',
  then: 'After',
  none: 'none',
  newFolder: 'New scan folder',
  same: 'These settings are the same already. Nothing would change.',
  ignored: (fields: string) =>
    `Only an administrator’s preset.json may set this, so it is ignored: ${fields}.`,
  apply: 'Change the settings',
  imported: 'The settings are changed.',
};
