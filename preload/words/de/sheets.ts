import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('de');

export const sheets: Words['sheets'] = {
  title: 'Deckblätter',
  make: 'Deckblatt',
  makeFor: (name) => `Deckblatt für ${name}`,
  makeToday: 'Deckblätter für heute',
  made: (n) =>
    count(n, {
      one: 'Das Deckblatt ist als PDF gespeichert. Drucken Sie es, und legen Sie es auf die Seiten des Patienten.',
      other:
        '{n} Deckblätter sind als PDF gespeichert. Drucken Sie sie, und legen Sie jedes auf die Seiten seines Patienten.',
    }),
  separators: 'Trennblätter speichern',
  separatorsMade: 'Die Trennblätter sind als PDF gespeichert. Legen Sie eines zwischen zwei Dokumente.',
  setting: 'Scans an Deckblättern teilen',
  settingHelp:
    'Ein Stapel, der auf einmal gescannt wird. Jeder Teil geht an den Patienten auf seinem Deckblatt.',
  help: 'Ein Deckblatt sagt, wessen Seiten folgen. Legen Sie Deckblätter und Seiten als einen Stapel in den Scanner: Chartdrop legt jeden Teil ab und lässt die Deckblätter weg.',
  noKey:
    'Auf diesem PC wurde noch kein Deckblatt erstellt, deshalb wird hier kein Scan geteilt. Erstellen Sie eines, oder öffnen Sie den Schlüssel eines anderen PCs.',
  key: 'Schlüssel der Deckblätter',
  keyHelp:
    'Deckblätter sind mit einem Schlüssel signiert, damit nur Deckblätter dieser Praxis von selbst ablegen. Jeder PC, der Deckblätter scannt, braucht denselben Schlüssel.',
  passphrase: 'Passphrase',
  passphraseHelp: 'Mindestens 8 Zeichen. Geben Sie sie nicht auf demselben Weg weiter wie die Datei.',
  saveKey: 'Schlüssel für andere PCs speichern',
  keySaved:
    'Der Schlüssel ist gespeichert. Öffnen Sie diese Datei auf den anderen PCs mit derselben Passphrase.',
  openKey: 'Schlüssel eines anderen PCs öffnen',
  keyOpened:
    'Dieser PC hat jetzt den Schlüssel. Deckblätter des früheren Schlüssels schlagen ihren Patienten nur noch vor.',
  part: (pages, n) =>
    count(n, { one: 'Seite {pages} eines Scans', other: 'Seiten {pages} eines Scans' }).replace(
      '{pages}',
      pages,
    ),
};

export const printedSheet: Words['printedSheet'] = {
  title: 'Deckblatt',
  separator: 'Trennblatt',
  born: (date) => `Geboren ${date}`,
  number: (id) => `Patientennummer ${id}`,
  case: (name) => `Fall ${name}`,
  useBy: (date) => `Gültig bis ${date}`,
  order: 'Legen Sie dieses Blatt auf die Seiten des Patienten, und scannen Sie alle zusammen.',
  separatorOrder: 'Legen Sie dieses Blatt zwischen zwei Dokumente, und scannen Sie alle zusammen.',
  leftOut: 'Das Blatt selbst wird nicht abgelegt. Schreiben Sie nicht auf seine Codes.',
};
