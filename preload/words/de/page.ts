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
  setting: 'Seite mit dem Patienten vergleichen',
  settingHelp:
    'Chartdrop liest den Text von PDF- und Textdateien auf diesem PC und fragt Sie, wenn eine Seite einen anderen Patienten nennt.',
};
