import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('de');

export const page: Words['page'] = {
  agrees: 'Die Seite nennt diesen Patienten',
  suggests: 'Die Seite nennt diesen Patienten. Ist es der richtige?',
  unread: 'Noch nicht gelesen',
  unreadable: 'Die Seite konnte nicht gelesen werden.',
  names: (patient) => `Seite nennt ${patient}`,
  says: (line) => `Auf der Seite steht: „${line}“`,
  chose: (line) => `Allein die Seite hat den Patienten bestimmt: „${line}“`,
  lineOf: (name) => `Die Zeile der Seite, ${name}`,
  filedAlready: 'Die Datei ist schon in der Akte des gewählten Patienten.',
  fileAnyway: (destination) => `Trotzdem bei ${destination} ablegen`,
  moveTo: (destination) => `Zu ${destination} verschieben`,
  leaveWith: (destination) => `Bei ${destination} lassen`,
  waits: (n) =>
    count(n, {
      one: 'Die Seite nennt einen anderen Patienten. Die Datei wartet im Eingang.',
      other: '{n} Dateien warten im Eingang, da ihre Seiten andere Patienten nennen.',
    }),
  routeHelp:
    'Chartdrop liest jede Seite auf diesem PC. Ohne Rückfrage wird ein Scan nur abgelegt, wenn die Seiten den vollen Namen und das Geburtsdatum genau eines aktuellen Patienten angeben und nichts dagegen spricht. Alle anderen Scans warten im Eingang.',
  readingHelp:
    'Chartdrop liest PDF-, Text- und Bilddateien. Nichts von einer Seite verlässt diesen PC. Ordner, die nach der Seite ablegen, brauchen das auch.',
  guardHelp:
    'Steht auf einer Seite ein anderer Patient mit vollem Namen und Geburtsdatum, wartet die Datei vor dem Senden auf Sie.',
  suggestionHelp: 'Eine Datei ohne Patienten kommt mit dem Patienten von ihrer Seite. Sie legen sie ab.',
  languagesHelp: 'Weniger Sprachen werden schneller gelesen. Die Sprache des Fensters kommt zuerst.',
};
