import { pluralOf } from '../plural.ts';

// Files, links and the API key, which people give to the window.

const count = pluralOf('en');

export const confirmKey = {
  message: 'Replace the API key?',
  detail: 'From now on, files go to the Cliniko account of the new key.',
  waits: (n: number) =>
    count(n, {
      one: '{n} file is not filed yet. Only a key of the same Cliniko account can file it.',
      other: '{n} files are not filed yet. Only a key of the same Cliniko account can file them.',
    }),
  yes: 'Replace the key',
};

export const host = {
  heading: 'This computer',
  openAtLogin: 'Start Chartdrop in the background when I log in',
};

/** Files and links from outside the window. */
export const handed = {
  inbox: (n: number) =>
    count(n, { one: '{n} file added to the inbox.', other: '{n} files added to the inbox.' }),
  linkRefused: 'Chartdrop cannot read a patient or case from this link. Nothing was changed.',
};

export const proposal = {
  title: 'Scan for this patient?',
  origin:
    'A link from outside Chartdrop names this patient. Compare name, date of birth and id before you select.',
  looking: 'Looking up the patient in Cliniko…',
  ignore: 'Ignore',
};
