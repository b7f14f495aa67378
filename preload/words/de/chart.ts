import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

const count = pluralOf('de');

export const attachments: Words['attachments'] = {
  recent: 'Alle neuen Anhänge',
  shown: (shown, total) => `${shown} von ${total}`,
  move: (n) => count(n, { other: '{n} zu anderem Patienten …' }),
  archive: (n) => count(n, { other: '{n} archivieren' }),
  allRecent: 'Alle neuen',
  ofPatient: 'Eines Patienten …',
  archived: 'Archivierte Anhänge',
  order: 'Reihenfolge',
  ascending: 'aufsteigend',
  descending: 'absteigend',
  unreadable: 'Die Anhänge können nicht angezeigt werden',
  namesNotLoaded: (why) => `Die Namen der Benutzer konnten nicht geladen werden. ${why}`,
  asking: 'Wird aus Cliniko geladen …',
  none: 'Keine Anhänge',
  noneText: 'Kein Anhang passt. Entfernen Sie einen Filter, oder wählen Sie einen anderen Patienten.',
  whose: 'Wessen Anhänge?',
  show: 'Anhänge anzeigen',
  select: (name) => `${name} auswählen`,
  processing: 'Cliniko verarbeitet ihn',
  pinned: 'angeheftet',
  filedHere: 'von Chartdrop abgelegt',
  save: 'Kopie speichern',
  saveOf: (name) => `Kopie speichern: ${name}`,
};

export const archivedChoices: Words['archivedChoices'] = {
  without: 'Ohne archivierte',
  with: 'Mit archivierten',
  only: 'Nur archivierte',
};

export const columns: Words['columns'] = {
  filename: 'Name',
  content_type: 'Art',
  size: 'Größe',
  patient_id: 'Patient',
  description: 'Beschreibung',
  created_at: 'Hinzugefügt',
  user_id: 'Von',
  processed_at: 'Zustand',
};

export const sortFields: Words['sortFields'] = {
  created_at: 'Hinzugefügt',
  updated_at: 'Geändert',
  processed_at: 'Verarbeitet',
  filename: 'Name',
  description: 'Beschreibung',
  content_type: 'Art',
  size: 'Größe',
  user_id: 'Hinzugefügt von',
  patient_id: 'Patient',
  archived_at: 'Archiviert',
  id: 'Nummer',
};

export const filterFields: Words['filterFields'] = {
  filename: 'Name',
  description: 'Beschreibung',
  content_type: 'Art',
  size: 'Größe in Byte',
  created_at: 'Hinzugefügt',
  processed_at: 'Verarbeitet',
  updated_at: 'Geändert',
  archived_at: 'Archiviert',
  user_id: 'Hinzugefügt von (Benutzernummer)',
  patient_id: 'Patient (Nummer)',
  id: 'Nummer',
};

export const operators: Words['operators'] = {
  contains: 'enthält',
  is: 'ist',
  isNot: 'ist nicht',
  isLike: 'ist wie (mit %)',
  isSet: 'ist gesetzt',
  isNotSet: 'ist nicht gesetzt',
  atLeast: 'mindestens',
  atMost: 'höchstens',
  moreThan: 'mehr als',
  lessThan: 'weniger als',
  onOrAfter: 'am oder nach dem',
  before: 'vor dem',
  after: 'nach dem',
  onOrBefore: 'am oder vor dem',
  isAny: 'hat irgendeinen Wert',
};

export const filters: Words['filters'] = {
  label: 'Filter',
  field: 'Feld',
  condition: 'Bedingung',
  value: 'Wert',
  add: 'Filter hinzufügen',
  orderBy: 'Ordnen nach',
  ascending: 'Aufsteigend',
  descending: 'Absteigend',
  ascendingTurn: 'Aufsteigend; umkehren',
  descendingTurn: 'Absteigend; umkehren',
  remove: (filter) => `Filter ${filter} entfernen`,
  thenBy: 'dann nach',
  addOrder: 'Dann nach …',
  removeOrder: (field) => `Nicht nach ${field} ordnen`,
  chip: (field, condition, value) =>
    value === null ? `${field} ${condition}` : `${field} ${condition} „${value}“`,
};

export const filterValues: Words['filterValues'] = {
  string: 'Geben Sie einen Text ein.',
  integer: 'Nur Ziffern. Bei „ist“ auch mehrere Zahlen, mit Kommas dazwischen.',
  dateTime: 'Wählen Sie ein Datum.',
};

export const archive: Words['archive'] = {
  title: (n) => count(n, { one: 'Diesen Anhang archivieren?', other: '{n} Anhänge archivieren?' }),
  patient: (id) => `Patient ${id}`,
  warning: `Sie verschwinden aus den Listen der Akte. ${strong('Das lässt sich von Chartdrop aus nicht rückgängig machen.')}`,
  act: 'Archivieren',
  done: (n) => count(n, { one: 'Archiviert.', other: '{n} archiviert.' }),
  waits: (n) =>
    count(n, {
      one: 'Cliniko hat das Archivieren noch nicht bestätigt. Chartdrop prüft es und versucht es erneut.',
      other: 'Cliniko hat {n} davon noch nicht bestätigt. Chartdrop prüft es und versucht es erneut.',
    }),
};

export const pendingArchives: Words['pendingArchives'] = {
  title: 'Noch nicht archiviert',
  wrongChart: 'Noch in der falschen Akte',
  stillThere: 'Noch in der Akte',
  working: 'Wird archiviert …',
  retryOf: (file) => `Archivieren von ${file} erneut versuchen`,
  leave: 'Dort lassen',
  leaveOf: (file) => `${file} in der Akte lassen`,
  refused: (file) =>
    `Cliniko hat ${file} nicht archiviert. Versuchen Sie es am Empfang erneut. Die Datei ist noch in der Akte von`,
};

export const refile: Words['refile'] = {
  title: 'Zu anderem Patienten verschieben',
  text: (file, patient) =>
    `${strong(file)} ist in der Akte von ${patient}. Wählen Sie den richtigen Patienten. Chartdrop legt die Datei dort ab und archiviert sie dann hier. Das Archivieren lässt sich von Chartdrop aus nicht rückgängig machen.`,
  textUnnamed: (file) =>
    `${strong(file)} ist in der Akte eines anderen Patienten. Wählen Sie den richtigen Patienten. Chartdrop legt die Datei dort ab und archiviert sie dann hier. Das Archivieren lässt sich von Chartdrop aus nicht rückgängig machen.`,
  moving: 'Wird verschoben …',
  movingMany: (done, all) => `Wird verschoben … ${done} von ${all}`,
  act: 'Zu diesem Patienten verschieben',
  textMany: (n) =>
    count(n, {
      other:
        'Wählen Sie den richtigen Patienten für {n} Dateien. Chartdrop legt jede dort ab und archiviert sie dann in der ersten Akte. Das Archivieren lässt sich von Chartdrop aus nicht rückgängig machen.',
    }),
  done: (n) =>
    count(n, {
      one: 'Der erste Anhang wird archiviert, sobald die Datei abgelegt ist bei',
      other: 'Die {n} ersten Anhänge werden archiviert, sobald die Dateien abgelegt sind bei',
    }),
};

export const preview: Words['preview'] = {
  details: 'Einzelheiten',
  opening: 'Die Datei wird geöffnet …',
  unshowable: 'Diese Art von Datei kann hier nicht angezeigt werden.',
  instead: 'Speichern Sie eine Kopie, um sie mit ihrem eigenen Programm zu öffnen.',
  cut: 'Nur der Anfang des Textes wird gezeigt.',
  page: (page, pages) => `Seite ${page} von ${pages}`,
  pageOf: (name, page) => `${name}, Seite ${page}`,
  previousPage: 'Vorige Seite',
  nextPage: 'Nächste Seite',
  zoomIn: 'Größer',
  zoomOut: 'Kleiner',
  turn: 'Drehen',
  turnHelp: 'Dreht die Ansicht. Die Datei bleibt, wie sie ist.',
  wholePage: 'Ganze Seite',
  fitWidth: 'Volle Breite',
};

export const history: Words['history'] = {
  search: 'Verlauf durchsuchen',
  placeholder: 'Datei, Patient oder Wort',
  exportCsv: 'Als CSV exportieren',
  days: 'Jeder Tag: was gescannt wurde und wo es ist',
  day: 'Tag',
  found: 'Gescannt',
  filed: 'Abgelegt',
  waiting: 'Wartend',
  failed: 'Fehlgeschlagen',
  dismissed: 'Ignoriert',
  unreadable: 'Der Verlauf kann nicht angezeigt werden',
  reading: 'Der Verlauf wird geladen …',
  nothing: 'Nichts gefunden',
  nothingText: 'Hier erscheint jede Handlung und jede Änderung, die neueste zuerst.',
  entries: 'Handlungen und Änderungen, neueste zuerst',
  when: 'Wann',
  what: 'Was',
  file: 'Datei',
  patient: 'Patient',
  by: 'Von',
  personAt: (person, where) => `${person} · ${where}`,
  userAt: (user, station) => `${user} an ${station}`,
  more: 'Mehr anzeigen',
  older: 'Ältere Einträge werden durchsucht …',
  showStory: (file) => `Was mit ${file} geschah`,
  allSteps: 'Jeder Schritt steht im Export.',
  change: (name, value) => `${name}: ${value}`,
};

export const historyChanges: Words['historyChanges'] = {
  paused: 'Angehalten',
  resumed: 'Fortgesetzt',
  first: 'An den Anfang gestellt',
  described: (text) => `Beschreibung: ${text}`,
  undescribed: 'Beschreibung entfernt',
  renamed: 'Die Datei wurde umbenannt',
  converted: 'In JPEG umgewandelt',
};

export const settingNames: Words['settingNames'] = {
  heicPhotos: 'HEIC-Fotos',
  descriptionPresets: 'Beschreibungen zur Auswahl',
  askPerson: 'Fragen, wer am Empfang ist',
  readPages: 'Seiten auf diesem PC lesen',
  guardPages: 'Bei anderem Patienten fragen',
  suggestPatients: 'Den Patienten auf der Seite vorschlagen',
  pageLanguages: 'Sprachen gescannter Briefe',
  pageGuard: 'Seite mit dem Patienten vergleichen',
  coverSheets: 'Scans an Deckblättern teilen',
  todaysPatients: 'Heutige Patienten zeigen',
  remindAt: 'Am Abend erinnern',
  sound: 'Ton',
  flash: 'In der Taskleiste blinken',
  theme: 'Farben',
  language: 'Sprache',
  path: 'Ordner',
  subfolders: 'Unterordner',
  types: 'Dateitypen',
  ignore: 'Ausgelassene Namen',
  route: 'Wohin Scans kommen',
  afterFiling: 'Nach dem Ablegen',
  watchMethod: 'Wie Änderungen bemerkt werden',
  settleMs: 'Unverändert seit (Millisekunden)',
  shared: 'Andere PCs',
  takeOverSeconds: 'Andere PCs übernehmen nach (Sekunden)',
  description: 'Beschreibung',
  nameTemplate: 'Name in der Akte',
};
