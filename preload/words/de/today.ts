import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('de');

export const today: Words['today'] = {
  title: 'Heutige Patienten',
  show: 'Heutige Patienten zeigen',
  hide: 'Heutige Patienten verbergen',
  reading: 'Die heutigen Termine werden bei Cliniko abgefragt …',
  none: 'Heute keine Termine',
  noneOfChosen: 'Heute keine Termine bei den gewählten Behandelnden',
  notLoaded: (why: string) => `Die heutigen Patienten konnten nicht geladen werden. ${why}`,
  older: (time: string, why: string) => `Stand ${time}. ${why}`,
  all: 'Alle Behandelnden',
  some: (n: number) => count(n, { one: '{n} Behandelnde', other: '{n} Behandelnde' }),
  which: 'Wessen Patienten gezeigt werden',
  arrived: 'eingetroffen',
  absent: 'nicht erschienen',
  group: 'Gruppe',
  settingHelp: 'Die Termine des Tages, neben der Suche.',
};

export const card: Words['card'] = {
  open: 'Anhänge und Fälle',
  newest: 'Neueste Anhänge',
  asking: 'Die Anhänge werden abgefragt …',
  none: 'Diese Akte hat keine Anhänge.',
  notLoaded: (why: string) => `Die Anhänge konnten nicht geladen werden. ${why}`,
  all: 'Alle Anhänge',
  filedHere: 'mit Chartdrop abgelegt',
};
