import { pluralOf } from '../plural.ts';

// Today's patients, and a patient's card.

const count = pluralOf('en');

export const today = {
  title: 'Today’s patients',
  show: 'Show today’s patients',
  hide: 'Hide today’s patients',
  reading: 'Asking Cliniko for today’s appointments…',
  none: 'No appointments today',
  noneOfChosen: 'No appointments today with the chosen practitioners',
  notLoaded: (why: string) => `Today’s patients could not be loaded. ${why}`,
  older: (time: string, why: string) => `As of ${time}. ${why}`,
  all: 'All practitioners',
  some: (n: number) => count(n, { one: '{n} practitioner', other: '{n} practitioners' }),
  which: 'Whose patients are shown',
  arrived: 'arrived',
  absent: 'did not arrive',
  group: 'group',
  settingHelp: 'The appointments of the day, beside the search.',
};

export const card = {
  open: 'Attachments and cases',
  newest: 'Newest attachments',
  asking: 'Asking for attachments…',
  none: 'This chart has no attachments.',
  notLoaded: (why: string) => `The attachments could not be loaded. ${why}`,
  all: 'All attachments',
  filedHere: 'filed with Chartdrop',
};
