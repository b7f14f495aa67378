import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('de');

export const pages: Words['pages'] = {
  open: 'Seiten …',
  openOf: (name) => `Seiten … ${name}`,
  putBack: 'Seiten zurücklegen',
  putBackOf: (name) => `Seiten zurücklegen: ${name}`,
  title: 'Seiten zusammenstellen',
  help: 'Der Scan bleibt, wie er war. Abgelegt wird, was Sie zusammenstellen, als PDF.',
  turnLeft: 'Nach links drehen',
  turnRight: 'Nach rechts drehen',
  turnAll: 'Alle drehen',
  earlier: 'Nach vorn',
  later: 'Nach hinten',
  leaveOut: 'Weglassen',
  putIn: 'Behalten',
  isOut: 'Weggelassen',
  split: 'Davor teilen',
  join: 'Nicht teilen',
  starts: 'Neues Dokument',
  dropBlank: 'Leere Seiten weglassen',
  blank: (n) =>
    count(n, { one: '{n} leere Seite wird weggelassen.', other: '{n} leere Seiten werden weggelassen.' }),
  make: (n) => count(n, { one: '{n} Dokument erstellen', other: '{n} Dokumente erstellen' }),
  made: (n) => count(n, { one: '{n} Dokument wurde erstellt.', other: '{n} Dokumente wurden erstellt.' }),
  madeOf: (n) => count(n, { one: 'Aus {n} Scan zusammengestellt', other: 'Aus {n} Scans zusammengestellt' }),
};
