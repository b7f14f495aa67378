import type { Words } from '../en.ts';

export const byExample: Words['byExample'] = {
  example: 'Beispiel für einen Dateinamen',
  sample: 'Schmidt_Anna_1951-04-17.pdf',
  familyName: 'Schmidt',
  givenName: 'Anna',
  help: 'Geben Sie den Namen eines Scans ein, oder verwenden Sie eine Datei des Ordners. Sagen Sie dann, was jeder Teil bedeutet.',
  parts: 'Teile des Beispiels',
  reads: 'Das Beispiel führt zu:',
  dayFirst:
    'Der Tag wird zuerst gelesen: 03-02-1980 ist der 3. Februar. Verwenden Sie dieses Muster nicht, wenn Ihr Scanner den Monat zuerst schreibt.',
  number: (id) => `Patientennummer ${id}`,
  caseNumber: (id) => `Fallnummer ${id}`,
  person: (lastName, firstName, born) => `${lastName}, ${firstName}, geboren am ${born}`,
  noMatch: 'Passt nicht: in den Eingang',
  names: 'Neueste Dateien im Ordner',
  looksFor: 'Chartdrop sucht',
  use: 'Verwenden',
  useOf: (name) => `${name} als Beispiel verwenden`,
  byHand: 'Das Muster ist von Hand geschrieben. Das Beispiel zeigt, wie es einen Namen liest.',
  startAgain: 'Aus dem Beispiel bilden',
  advanced: 'Erweitert',
};

export const meanings: Words['meanings'] = {
  patientId: 'Patientennummer',
  lastName: 'Nachname',
  firstName: 'Vorname',
  dob: 'Geburtsdatum',
  ignore: 'Ohne Bedeutung',
};

export const exampleProblems: Words['exampleProblems'] = {
  incomplete:
    'Wählen Sie nur die Patientennummer, oder Nachname, Vorname und Geburtsdatum zusammen. Eine Angabe davon genügt nicht, um einen Patienten zu finden.',
  apart: 'Teile mit derselben Bedeutung müssen nebeneinander sein.',
  'no-number': 'Eine Patientennummer hat nur Ziffern. Wählen Sie einen anderen Teil.',
  'no-date': 'Das Geburtsdatum muss ein ganzes Datum sein, zum Beispiel 1951-04-17 oder 17.04.1951.',
  'too-long': 'Dieser Name hat zu viele Teile. Verwenden Sie ein kürzeres Beispiel.',
};
