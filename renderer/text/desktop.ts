import type { Destination } from '../../preload/contract/destination.ts';
import type { Status } from '../../preload/contract/views.ts';
import { destinationText } from '../text.ts';
import { counted } from './counted.ts';

// What the desktop program says outside its window: tray, menus, notifications, questions. Notifications and the tray's
// tip stand where anybody can read them: they count, and never name.

/** What the program does now, in one sentence; states that need a person come first. */
export function workText(status: Status | null): string {
  if (status === null || status.clinic === null) return 'Chartdrop is not set up yet.';
  if (status.connection === 'key-rejected' || status.pausedBy.includes('key'))
    return 'The clinic does not accept the API key.';
  if (status.counts.failed > 0)
    return counted(status.counts.failed, {
      one: '{n} file could not be filed.',
      other: '{n} files could not be filed.',
    });
  if (status.pausedBy.includes('person')) return 'Uploads are paused.';
  if (status.connection === 'offline') return 'The clinic cannot be reached. It goes on by itself.';
  const { held, queued, uploading, stored, registering, processing } = status.counts;
  const underWay = held + queued + uploading + stored + registering + processing;
  if (underWay === 0) return 'Everything is filed.';
  return counted(underWay, { one: '{n} file is being filed.', other: '{n} files are being filed.' });
}

export const inboxText = (n: number): string =>
  counted(n, {
    one: '{n} file waits in the inbox for a patient.',
    other: '{n} files wait in the inbox for a patient.',
  });

export const filedTodayText = (n: number): string =>
  counted(n, { one: '{n} file was filed today.', other: '{n} files were filed today.' });

/** Whom scans go to, in a menu that a person opens. */
export const armedText = (destination: Destination | null): string =>
  destination === null
    ? 'No patient is chosen: scans wait in the inbox.'
    : `Scans go to ${destinationText(destination)}.`;

export const newsTexts = {
  filed: (n: number) => counted(n, { one: '{n} file was filed.', other: '{n} files were filed.' }),
  inbox: inboxText,
  failed: (n: number) =>
    counted(n, { one: '{n} file could not be filed.', other: '{n} files could not be filed.' }),
} as const;

export const trayTexts = {
  show: 'Show Chartdrop',
  pause: 'Pause uploads',
  resume: 'Go on uploading',
  disarm: 'Disarm',
  quit: 'Quit Chartdrop',
} as const;

export const menuTexts = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  find: 'Find a patient',
  inbox: 'Inbox',
  queue: 'Queue',
  attachments: 'Attachments',
  history: 'History',
  settings: 'Settings',
  pause: 'Pause or go on uploading',
  disarm: 'Disarm the patient',
  quit: 'Quit Chartdrop',
  about: 'About Chartdrop',
} as const;

export const backgroundTexts = {
  title: 'Chartdrop goes on in the background',
  body: 'It keeps watching the scan folders. Open it, or quit it, from its icon in the system’s bar.',
} as const;

export const quitTexts = {
  question: (n: number) =>
    counted(n, { one: '{n} file is not filed yet.', other: '{n} files are not filed yet.' }),
  detail: 'If you quit now, nothing is lost: it goes on at the next start.',
  wait: 'Wait',
  quit: 'Quit anyway',
} as const;

/** Of the entry that starts the program when a person logs in. */
export const loginItemText = 'Gets scans into the patient’s chart';

export const handedTexts = {
  inbox: (n: number) =>
    counted(n, { one: '{n} file was put into the inbox.', other: '{n} files were put into the inbox.' }),
  armed: (n: number) =>
    counted(n, {
      one: '{n} file goes to the patient that was chosen.',
      other: '{n} files go to the patient that was chosen.',
    }),
  linkRefused: 'This link does not name a patient or a case in a way that Chartdrop knows. Nothing was done.',
} as const;

export const proposalTexts = {
  title: 'Scan for this patient?',
  origin:
    'A link from outside Chartdrop names this patient. Compare name, date of birth and id before you choose.',
  name: 'Name',
  born: 'Date of birth',
  id: 'Id',
  case: 'Case',
  looking: 'Asking the clinic who this is…',
  choose: 'Scan for this patient',
  ignore: 'Ignore',
  armed: (name: string) => `Scans now go to ${name}.`,
} as const;

export const hostSettingsTexts = {
  heading: 'This computer',
  openAtLogin: 'Start Chartdrop in the background when I log in',
  saved: 'Saved.',
} as const;
