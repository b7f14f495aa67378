import { pluralOf } from '../plural.ts';

// The desktop program's words outside the window: tray, menus, notifications, questions. Anyone may see notifications
// and the tray's tooltip, so they count and never name.

const count = pluralOf('en');

/** The program's current activity, in one sentence. */
export const work = {
  notSetUp: 'Chartdrop is not set up yet.',
  keyRejected: 'Cliniko does not accept the API key.',
  failed: (n: number) =>
    count(n, { one: '{n} file could not be filed.', other: '{n} files could not be filed.' }),
  paused: 'Uploads are paused.',
  offline: 'Cliniko cannot be reached. Chartdrop resumes once it can.',
  done: 'Everything is filed.',
  underWay: (n: number) => count(n, { one: '{n} file is being filed.', other: '{n} files are being filed.' }),
};

export const news = {
  filed: (n: number) => count(n, { one: '{n} file was filed.', other: '{n} files were filed.' }),
  inbox: (n: number) =>
    count(n, {
      one: '{n} file in the inbox needs a patient.',
      other: '{n} files in the inbox need a patient.',
    }),
  failed: (n: number) =>
    count(n, { one: '{n} file could not be filed.', other: '{n} files could not be filed.' }),
  notArchived: (n: number) =>
    count(n, {
      one: '{n} wrong document is still in a chart.',
      other: '{n} wrong documents are still in a chart.',
    }),
  stuck: (n: number) =>
    count(n, {
      one: '{n} entry of a scan folder is stuck.',
      other: '{n} entries of a scan folder are stuck.',
    }),
};

export const tray = {
  show: 'Show Chartdrop',
  pause: 'Pause uploads',
  resume: 'Resume uploads',
  disarm: 'Finish',
  restart: 'Restart and install the update',
  quit: 'Quit Chartdrop',
};

/** Lines in the tray's menu that are not acts. */
export const trayLines = {
  filedToday: (n: number) =>
    count(n, { one: '{n} file was filed today.', other: '{n} files were filed today.' }),
  nobody: 'No patient selected. Scans go to the inbox.',
  armed: (destination: string) => `Scans go to ${destination}.`,
};

export const menu = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  find: 'Find a patient',
  desk: 'Desk',
  attachments: 'Attachments',
  history: 'History',
  settings: 'Settings',
  pause: 'Pause or resume uploads',
  disarm: 'Finish with the patient',
  quit: 'Quit Chartdrop',
  restart: 'Restart and install the update',
  about: 'About Chartdrop',
};

/** Labels of the system's own menu entries; Electron's are always English. */
export const menuRoles = {
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  resetZoom: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  togglefullscreen: 'Full Screen',
  minimize: 'Minimise',
  close: 'Close',
  hide: 'Hide Chartdrop',
  hideOthers: 'Hide Others',
  unhide: 'Show All',
};

export const background = {
  title: 'Chartdrop keeps running in the background',
  body: 'It keeps watching the scan folders. Open or quit it from its icon in the system tray.',
};

export const quit = {
  question: (n: number) =>
    count(n, { one: '{n} file is not filed yet.', other: '{n} files are not filed yet.' }),
  detail: 'If you quit now, nothing is lost. Chartdrop resumes at the next start.',
  wait: 'Wait',
  quit: 'Quit anyway',
};

/** A question in a native dialog. */
export const confirmArchive = {
  message: (n: number) => count(n, { one: 'Archive {n} attachment?', other: 'Archive {n} attachments?' }),
  detail: 'They disappear from the chart’s lists. This cannot be undone from Chartdrop.',
  others: (n: number) => count(n, { one: 'and {n} other patient', other: 'and {n} other patients' }),
  yes: 'Archive',
};

/** A failed start: the problem and what to do. `file`, `folder`: paths on this computer. */
export const startFaults = {
  title: 'Chartdrop cannot start',
  settings: (file: string) =>
    `A settings file cannot be used: ${file}. Correct this file, or restore it from a backup, then start Chartdrop again. Do not delete settings.json: it holds the key to Chartdrop’s data.`,
  diskFull: 'This computer’s disk is full. Make some space, then start Chartdrop again. Nothing is lost.',
  readOnly: (folder: string) =>
    `Chartdrop cannot write to its data folder ${folder}. Allow it to write there, then start it again. Nothing is lost.`,
  switches: (names: string) =>
    `Chartdrop was started with ${names}, which removes a protection of patients’ files. Start it without. For an AppImage on Ubuntu, install the .deb package instead.`,
};

/** The window has failed, while the program continues to file scans. */
export const windowFaults = {
  gone: 'The window has stopped working. Uploads continue in the background.',
  hangs: 'The window does not respond. Uploads continue in the background.',
  notLoaded: 'The window could not be loaded. Uploads continue in the background.',
  reload: 'Reload the window',
  wait: 'Wait',
};

/** The text of the small picture on the taskbar button. */
export const taskbar = {
  needYou: (n: number) => count(n, { one: '{n} file needs you.', other: '{n} files need you.' }),
};

/** The kind of file in the system's dialog. */
export const settingsFile = { kind: 'Settings' };

/** The entry that starts Chartdrop at login. */
export const login = { name: 'Gets scans into the patient’s chart' };
