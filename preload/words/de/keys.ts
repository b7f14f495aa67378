import type { Words } from '../en.ts';

export const keys: Words['keys'] = {
  title: 'Tasten',
  control: 'Strg',
  shift: 'Umschalt',
};

export const keyNames: Words['keyNames'] = {
  PageUp: 'Bild ↑',
  PageDown: 'Bild ↓',
  Home: 'Pos 1',
  End: 'Ende',
  Enter: 'Eingabe',
  Delete: 'Entf',
  letter: 'Buchstaben',
};

export const keyPlaces: Words['keyPlaces'] = {
  window: 'Überall',
  desk: 'In der Liste der Dateien',
  finder: 'Im Feld für die Patientensuche',
  page: 'Auf einer gezeigten Seite (Pfeile verschieben sie)',
};

export const keyActs: Words['keyActs'] = {
  keys: 'Tasten anzeigen',
  undo: 'Rückgängig, was eine Meldung anbietet',
  find: 'Patient suchen',
  patient: 'Karte des ausgewählten Patienten',
  desk: 'Empfang',
  attachments: 'Anhänge',
  history: 'Verlauf',
  settings: 'Einstellungen',
  up: 'Eine Datei nach oben',
  down: 'Eine Datei nach unten',
  pageUp: 'Zehn Dateien nach oben',
  pageDown: 'Zehn Dateien nach unten',
  first: 'Erste Datei',
  last: 'Letzte Datei',
  extend: 'Mehrere Dateien wählen',
  all: 'Alle Dateien wählen',
  decide: 'Über die Datei entscheiden',
  search: 'Patienten der Datei suchen',
  dismiss: 'Datei ignorieren',
  previousPatient: 'Ein Patient nach oben',
  nextPatient: 'Ein Patient nach unten',
  choose: 'Patient wählen',
  zoomIn: 'Größer',
  zoomOut: 'Kleiner',
  fit: 'Volle Breite',
  turn: 'Ansicht drehen',
  previousPage: 'Vorige Seite',
  nextPage: 'Nächste Seite',
};
