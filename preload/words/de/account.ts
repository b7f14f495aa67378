import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('de');

export const refusals: Words['refusals'] = {
  type: (n) =>
    count(n, {
      one: '{n} Datei eines Typs, der nicht abgelegt wird',
      other: '{n} Dateien von Typen, die nicht abgelegt werden',
    }),
  'no-type': (n) => count(n, { one: '{n} Datei ohne Typ im Namen', other: '{n} Dateien ohne Typ im Namen' }),
  hidden: (n) =>
    count(n, { one: '{n} versteckte oder Systemdatei', other: '{n} versteckte oder Systemdateien' }),
  ignored: (n) => count(n, { one: '{n} ignorierter Name', other: '{n} ignorierte Namen' }),
  subfolder: (n) =>
    count(n, {
      one: '{n} Unterordner, der nicht überwacht wird',
      other: '{n} Unterordner, die nicht überwacht werden',
    }),
  'no-file': (n) => count(n, { one: '{n} Verknüpfung oder Gerät', other: '{n} Verknüpfungen oder Geräte' }),
};

export const stuck: Words['stuck'] = {
  file: (name, why, since) => `Nicht abgelegt seit ${since}: ${name}. ${why}`,
  subfolder: (name, why, since) => `Unterordner, der seit ${since} nicht lesbar ist: ${name}. ${why}`,
  'put-away': (name, why, since) => `Abgelegt, aber seit ${since} nicht verschoben: ${name}. ${why}`,
  folder: (name, why, since) => `Seit ${since} nicht lesbar: ${name}. ${why}`,
};

export const stuckNews: Words['stuckNews'] = {
  file: (n, folder, why) =>
    count(n, {
      one: `{n} Datei in ${folder} kann nicht abgelegt werden. ${why}`,
      other: `{n} Dateien in ${folder} können nicht abgelegt werden. ${why}`,
    }),
  subfolder: (n, folder, why) =>
    count(n, {
      one: `{n} Unterordner von ${folder} ist nicht lesbar. ${why}`,
      other: `{n} Unterordner von ${folder} sind nicht lesbar. ${why}`,
    }),
  'put-away': (n, folder, why) =>
    count(n, {
      one: `{n} Datei aus ${folder} ist abgelegt, wurde aber nicht verschoben. ${why}`,
      other: `{n} Dateien aus ${folder} sind abgelegt, wurden aber nicht verschoben. ${why}`,
    }),
  folder: (n, folder, why) => count(n, { other: `Der Scan-Ordner ${folder} ist nicht lesbar. ${why}` }),
};

export const demo: Words['demo'] = {
  title: 'Ihre Praxis für die Demo verlassen?',
  text: 'Bis Sie Ihren API-Schlüssel wieder eingeben, wird nichts in einer echten Akte abgelegt, und die Scans Ihrer Praxis warten. Dateien in der Warteschlange gehen weiter, sobald Sie zurück sind.',
  waits: (n) =>
    count(n, {
      one: '{n} Datei Ihrer Praxis ist noch nicht abgelegt und wird warten.',
      other: '{n} Dateien Ihrer Praxis sind noch nicht abgelegt und werden warten.',
    }),
  stay: 'Bei meiner Praxis bleiben',
  mark: 'Demo',
  markText: 'Die Demo-Praxis ist geöffnet: Nichts erreicht eine echte Akte.',
};

export const account: Words['account'] = {
  leftOut: (what) => `Nicht abgelegt: ${what}.`,
  more: (n) => count(n, { one: '{n} weitere hängt fest.', other: '{n} weitere hängen fest.' }),
  watched: (folder) => `Chartdrop überwacht jetzt ${folder}.`,
  saved: (folder) => `Die Einstellungen von ${folder} sind gespeichert.`,
};

export const day: Words['day'] = {
  open: 'Der Tag …',
  title: (date) => `Der Tag: ${date}`,
  notAll: (n) =>
    count(n, { one: '{n} Datei ist noch nicht abgelegt.', other: '{n} Dateien sind noch nicht abgelegt.' }),
  scanned: 'Heute gescannt',
  needs: 'Eingang, fehlgeschlagen und abgelehnt',
  stuck: 'Aus einem Scan-Ordner nicht ablegbar',
  show: (name, n) => count(n, { other: `${name}: {n}, anzeigen` }),
  also: 'Eingang und Warteschlange enthalten auch Dateien früherer Tage.',
  thisPc: 'Dieser PC',
  toldAt: (time: string) => `um ${time}`,
  together: 'Alle PCs',
  pcsHelp: 'Andere PCs, die einen dieser Scan-Ordner überwachen, legen ihre Zahlen dort ab.',
  print: 'Drucken',
  reminder: 'Am Abend erinnern',
  reminderHelp:
    'Eine Meldung um diese Zeit, wenn eine Datei noch nicht abgelegt ist. Leer: keine Erinnerung.',
  sound: 'Ton',
  hear: 'Anhören',
  flash: 'In der Taskleiste blinken',
  flashHelp: 'Solange das Fenster nicht vorn ist und Sie gebraucht werden.',
};
