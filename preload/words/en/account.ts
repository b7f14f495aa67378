import type { RefusalRule, StuckNews } from '../../contract/folder-account.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('en');

/** Entries of a scan folder or a drop that are no scans, by the rule. */
export const refusals = {
  type: (n: number) =>
    count(n, { one: '{n} file of a type that is not filed', other: '{n} files of types that are not filed' }),
  'no-type': (n: number) =>
    count(n, {
      one: '{n} file without a type in its name',
      other: '{n} files without a type in their names',
    }),
  hidden: (n: number) =>
    count(n, { one: '{n} hidden or system file', other: '{n} hidden files or system files' }),
  ignored: (n: number) => count(n, { one: '{n} ignored name', other: '{n} ignored names' }),
  subfolder: (n: number) =>
    count(n, { one: '{n} subfolder that is not watched', other: '{n} subfolders that are not watched' }),
  'no-file': (n: number) => count(n, { one: '{n} link or device', other: '{n} links or devices' }),
} satisfies Record<RefusalRule, (n: number) => string>;

/** The reason why an entry is stuck. */
export const stuck = {
  file: (name: string, why: string, since: string) => `Not filed since ${since}: ${name}. ${why}`,
  subfolder: (name: string, why: string, since: string) =>
    `Subfolder that cannot be read since ${since}: ${name}. ${why}`,
  'put-away': (name: string, why: string, since: string) =>
    `Filed, but not moved since ${since}: ${name}. ${why}`,
  folder: (name: string, why: string, since: string) => `Cannot be read since ${since}: ${name}. ${why}`,
} satisfies Record<StuckNews['kind'], (name: string, why: string, since: string) => string>;

/** The notice for the first such entries. */
export const stuckNews = {
  file: (n: number, folder: string, why: string) =>
    count(n, {
      one: `{n} file in ${folder} cannot be filed. ${why}`,
      other: `{n} files in ${folder} cannot be filed. ${why}`,
    }),
  subfolder: (n: number, folder: string, why: string) =>
    count(n, {
      one: `{n} subfolder of ${folder} cannot be read. ${why}`,
      other: `{n} subfolders of ${folder} cannot be read. ${why}`,
    }),
  'put-away': (n: number, folder: string, why: string) =>
    count(n, {
      one: `{n} file of ${folder} is filed, but was not moved. ${why}`,
      other: `{n} files of ${folder} are filed, but were not moved. ${why}`,
    }),
  folder: (n: number, folder: string, why: string) =>
    count(n, { other: `The scan folder ${folder} cannot be read. ${why}` }),
} satisfies Record<StuckNews['kind'], (n: number, folder: string, why: string) => string>;

/** The demo clinic in place of the real one. */
export const demo = {
  title: 'Leave your clinic for the demo?',
  text: 'Until you enter your API key again, nothing is filed in a real chart, and your clinic’s scans wait. Files in the queue resume when you are back.',
  waits: (n: number) =>
    count(n, {
      one: '{n} file of your clinic is not filed yet and will wait.',
      other: '{n} files of your clinic are not filed yet and will wait.',
    }),
  stay: 'Stay with my clinic',
  mark: 'Demo',
  markText: 'The demo clinic is open: nothing reaches a real chart.',
};

export const account = {
  leftOut: (what: string) => `Not filed: ${what}.`,
  more: (n: number) => count(n, { one: '{n} more is stuck.', other: '{n} more are stuck.' }),
  watched: (folder: string) => `Chartdrop watches ${folder} now.`,
  saved: (folder: string) => `The settings of ${folder} are saved.`,
};

/** The evening's check. */
export const day = {
  open: 'The day…',
  title: (date: string) => `The day: ${date}`,
  notAll: (n: number) =>
    count(n, { one: '{n} file is not filed yet.', other: '{n} files are not filed yet.' }),
  scanned: 'Scanned today',
  needs: 'Inbox, failed and refused',
  stuck: 'Cannot be filed from a scan folder',
  show: (name: string, n: number) => count(n, { other: `${name}: {n}, show them` }),
  also: 'Inbox and queue include files from earlier days.',
  thisPc: 'This PC',
  toldAt: (time: string) => `at ${time}`,
  together: 'All PCs',
  pcsHelp: 'Other PCs that watch one of these scan folders leave their numbers there.',
  print: 'Print',
  reminder: 'Remind in the evening',
  reminderHelp: 'A notification at this time if a file is not filed yet. Empty: no reminder.',
  sound: 'Sound',
  hear: 'Listen',
  flash: 'Flash in the taskbar',
  flashHelp: 'While the window is not in front and something needs you.',
};
