import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

const count = pluralOf('de');

export const firstRun: Words['firstRun'] = {
  welcome: 'Willkommen bei Chartdrop',
  intro:
    'Es bringt Scans in die Akte des Patienten in Cliniko. Verbinden Sie Ihre Praxis, oder probieren Sie zuerst die Demo.',
  keyNeeded: 'Der API-Schlüssel wird wieder gebraucht',
  keyNeededText:
    'Der API-Schlüssel ist nicht im Schlüsselspeicher dieses Computers. Es ist nichts verloren: Wartende Dateien gehen weiter, sobald Sie ihn eingeben.',
  notOpened: 'Die Praxis konnte nicht geöffnet werden',
  demo: 'Die Demo-Praxis',
  demoText:
    'Eingebaut, mit erfundenen Patienten. Nichts erreicht eine echte Akte. Zu Ihrer eigenen Praxis können Sie jederzeit wechseln.',
  tryDemo: 'Demo-Praxis ausprobieren',
  own: 'Ihre eigene Praxis',
};

export const closedWindow: Words['closedWindow'] = {
  title: 'Dieses Fenster ist geschlossen',
  text: 'Diese Adresse öffnet ein Fenster nur einmal, damit niemand sonst an diesem Computer es benutzen kann.',
  again: 'Starten Sie Chartdrop noch einmal, zum Beispiel mit „npm start“. Ein neues Fenster öffnet sich.',
  kept: 'Chartdrop läuft weiter: Scans werden abgelegt, und nichts geht verloren.',
};

export const key: Words['key'] = {
  label: 'API-Schlüssel',
  use: 'Prüfen und verwenden',
  testing: 'Wird geprüft …',
  help: 'In Cliniko: My info, dann „Manage API keys“. Dieser Computer bewahrt den Schlüssel auf und zeigt ihn nie wieder an.',
  connected: (user) => `Verbunden als ${user}.`,
  connectedUntilQuit: (user) =>
    `Verbunden als ${user}. Der Schlüssel wird aufbewahrt, bis Sie das Programm beenden.`,
  present: 'Bisheriger API-Schlüssel',
  unnamed: 'dieser Benutzer',
  withoutStore: 'Ohne Schlüsselspeicher',
  withoutStoreText:
    'Oder machen Sie ohne weiter: Chartdrop behält den API-Schlüssel im Arbeitsspeicher und fragt bei jedem Start danach. Bis Sie ihn eingeben, wird nichts abgelegt. Namen und Pfade bleiben auf dieser Festplatte verschlüsselt, mit einem Schlüssel in einer Datei, die nur Ihr Konto lesen darf.',
  sessionOnly: 'Nur für diese Sitzung verwenden',
};

export const proxy: Words['proxy'] = {
  title: 'Proxy-Anmeldung',
  user: 'Benutzername für den Proxy',
  password: 'Passwort für den Proxy',
  use: 'Speichern und prüfen',
  help: 'Nur für ein Netzwerk, dessen Proxy danach fragt. Der Schlüsselspeicher dieses Computers bewahrt die Anmeldung auf (ohne Schlüsselspeicher: bis zum Beenden). Nur dieser Proxy erhält sie.',
  kept: 'Die Proxy-Anmeldung ist gespeichert.',
};

export const check: Words['check'] = {
  title: 'Verbindung prüfen',
  checking: 'Wird geprüft …',
  unchecked: 'Die Verbindung konnte nicht geprüft werden.',
  steps: 'Schritte',
  again: 'Noch einmal prüfen',
  copy: 'Bericht kopieren',
  copied: 'Der Bericht ist kopiert. Er enthält keinen Patienten, Schlüssel oder Benutzer.',
  notCopied: 'Der Bericht konnte nicht kopiert werden. Speichern Sie ihn stattdessen.',
};

export const settings: Words['settings'] = {
  clinic: 'Praxis',
  demoClinic: 'Die Demo-Praxis',
  ownClinic: 'Ihre Praxis',
  asUser: (clinic, user) => `${clinic}, als ${user}`,
  asUserInRole: (clinic, user, role) => `${clinic}, als ${user} (${role})`,
  useDemo: 'Demo-Praxis verwenden',
  folders: 'Scan-Ordner',
  managed: 'Die Einstellungen dieses PCs werden zentral verwaltet.',
  managedExceptOwn:
    'Diese Einstellungen werden zentral verwaltet. Erscheinungsbild, Sprache, Ton und Blinken wählen Sie selbst.',
  noFolders: 'Noch kein Scan-Ordner. Fügen Sie den Ordner hinzu, in den Ihr Scanner speichert.',
  changeOf: (path) => `${path} ändern`,
  removeOf: (path) => `${path} entfernen`,
  folderRemoved: (path) => `Scans in ${path} werden nicht mehr abgelegt. Die Dateien bleiben dort.`,
  folderRestored: (path) => `Chartdrop überwacht ${path} wieder, wie vorher.`,
  addFolder: 'Ordner hinzufügen',
  gone: (moment) => `nicht da seit ${moment}, wird weiter gesucht`,
  listing: 'wird alle 5 Sekunden geprüft',
  leftAlone: (n) =>
    count(n, {
      one: '{n} schon vorhandene Datei übersprungen',
      other: '{n} schon vorhandene Dateien übersprungen',
    }),
  takeLeft: 'Ablegen …',
  takeLeftOf: (path) => `Ablegen … übersprungene Dateien in ${path}`,
  takeLeftTitle: 'Die übersprungenen Dateien ablegen?',
  takeLeftText:
    'Diese Dateien waren schon im Ordner, als er dazukam oder seine Einstellungen sich änderten. Sie gehen dorthin, wohin die Scans des Ordners jetzt gehen.',
  takeLeftAct: (n) => count(n, { one: '{n} Datei ablegen', other: '{n} Dateien ablegen' }),
  unfinished: (how, n) => count(n, { other: `${how}, {n} noch nicht fertig` }),
  habits: 'Hochladen und Zeiten',
  presets: 'Gespeicherte Beschreibungen',
  presetsHelp: 'eine je Zeile',
  heicPhotos: 'Handyfotos (HEIC)',
  theme: 'Erscheinungsbild',
  language: 'Sprache',
  asSystem: 'Wie das System',
  updates: 'Updates',
  help: 'Hilfe',
  helpText:
    'Der Bericht zeigt der Person, die Ihnen hilft, den Zustand des Programms und seiner Verbindung. Er enthält keinen Patienten, keine Datei, keinen Schlüssel und keinen Benutzer.',
  saveReport: 'Bericht speichern',
  showLog: 'Protokoll anzeigen',
};

export const themes: Words['themes'] = { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' };

export const sounds: Words['sounds'] = {
  none: 'Kein Ton',
  needs: 'Wenn Sie gebraucht werden',
  all: 'Auch bei jeder abgelegten Datei',
};

export const heicPhotos: Words['heicPhotos'] = { keep: 'Unverändert senden', jpeg: 'Als JPEG senden' };

export const preferenceLabels: Words['preferenceLabels'] = {
  holdSeconds: 'Rücknahmefrist',
  disarmMinutes: 'Auswahl beenden nach',
  uploads: 'Gleichzeitig hochladen',
  largeUploads: 'Gleichzeitig große Dateien',
  requestsPerMinute: 'Abfragen pro Minute',
  keepNamesDays: 'Namen abgelegter Dateien behalten',
  keepHistoryYears: 'Verlauf behalten',
};
export const preferenceUnits: Words['preferenceUnits'] = {
  holdSeconds: 'Sekunden vor dem Hochladen',
  disarmMinutes: 'Minuten ohne Scan',
  uploads: '',
  largeUploads: '',
  requestsPerMinute: 'erlaubt für diesen Cliniko-Benutzer',
  keepNamesDays: 'Tage, dann entfernt Chartdrop Namen und Pfade',
  keepHistoryYears: 'Jahre',
};

export const folder: Words['folder'] = {
  title: 'Scan-Ordner',
  addTitle: 'Scan-Ordner hinzufügen',
  path: 'Ordner',
  browse: 'Durchsuchen …',
  hint: 'Der Ordner, in den Ihr Scanner speichert.',
  movesWithEvents: 'Der Ordner funktioniert.',
  movesByListing:
    'Der Ordner funktioniert. Er meldet keine Änderungen, deshalb prüft Chartdrop ihn alle 5 Sekunden.',
  staysWithEvents: 'Der Ordner ist lesbar, aber Chartdrop darf darin keine Dateien verschieben.',
  staysByListing:
    'Der Ordner ist lesbar, aber Chartdrop darf darin keine Dateien verschieben. Er meldet keine Änderungen, deshalb prüft Chartdrop ihn alle 5 Sekunden.',
  empty: 'Der Ordner ist leer.',
  existing: (n) => count(n, { one: '{n} Datei ist schon darin.', other: '{n} Dateien sind schon darin.' }),
  takeExisting: 'Auch ablegen, was schon im Ordner ist',
  takeUncovered: 'Auch ablegen, was im Ordner ist und bisher nicht dazugehörte',
  route: 'Scans gehen',
  always: 'Immer dieser Patient',
  pattern: 'Muster',
  patternHelp: `Ein regulärer Ausdruck mit den benannten Gruppen ${strong('patientId')} oder ${strong('caseId')} oder ${strong('lastName')}, ${strong('firstName')} und ${strong('dob')}.`,
  afterFiling: 'Nach dem Ablegen',
  chooseDestination: 'Wählen Sie den Patienten oder den Fall.',
  enterPattern: 'Geben Sie das Muster ein.',
  watch: 'Diesen Ordner überwachen',
  save: 'Speichern',
};

export const routes: Words['routes'] = {
  active: 'An den gewählten Patienten, sonst in den Eingang',
  inbox: 'Immer in den Eingang',
  page: 'An den Patienten, den die Seite nennt',
  fixed: 'Immer an einen Patienten oder Fall',
  filename: 'An den Patienten im Dateinamen',
  subfolder: 'An den Patienten im Namen des Unterordners',
};

export const routesInShort: Words['routesInShort'] = {
  active: 'an den gewählten Patienten',
  inbox: 'in den Eingang',
  page: 'nach der Seite',
  fixed: 'an einen Patienten',
  filename: 'nach Dateiname',
  subfolder: 'nach Unterordner',
};

export const afterFiling: Words['afterFiling'] = {
  move: 'Datei kommt in „Filed“ in diesem Ordner',
  stay: 'Datei bleibt, wo sie ist',
  trash: 'Datei kommt in den Papierkorb',
};

export const folderDetails: Words['folderDetails'] = {
  more: 'Mehr',
  subfolders: 'Auch Unterordner',
  types: 'Dateitypen',
  ignore: 'Namen, die ignoriert werden',
  method: 'Änderungen bemerken',
  shared: 'Gemeinsam mit anderen PCs, auf denen Chartdrop läuft',
  takeOver: 'Andere PCs übernehmen, wenn dieser nicht antwortet (Sekunden)',
  settle: 'Warten, bis eine Datei unverändert ist (Sekunden)',
  settlePlaceholder: '2, oder 10 auf einem Netzlaufwerk',
  nameTemplate: 'Namen in der Akte',
  nameTemplatePlaceholder: 'Der Name der Datei',
  nameTemplateHelp: 'Zum Beispiel {date} {preset} {name} {counter}. Leer: Die Dateien behalten ihre Namen.',
};

export const watchMethods: Words['watchMethods'] = {
  auto: 'Automatisch',
  events: 'Wie das System sie meldet',
  listing: 'Alle 5 Sekunden prüfen',
};

export const sharing: Words['sharing'] = {
  auto: 'Ja, wenn Chartdrop dort schreiben darf',
  yes: 'Ja, und ohne Einigung der PCs nichts nehmen',
  no: 'Nein: Nur dieser PC überwacht ihn',
};

export const browser: Words['browser'] = {
  label: 'Ordner wählen',
  up: 'Nach oben',
  choose: 'Diesen Ordner wählen',
};

export const transfer: Words['transfer'] = {
  title: 'Einstellungen für andere PCs',
  text: 'Die Datei enthält die Einstellungen, die Scan-Ordner und die gewählten Behandelnden. Sie enthält keinen Schlüssel, kein Passwort und keine Patienten. Die Administration kann sie als preset.json verwenden.',
  leftOut: (n) =>
    count(n, {
      one: '{n} Ordner ist nicht in der Datei, weil seine Scans immer an dieselbe Person gehen.',
      other: '{n} Ordner sind nicht in der Datei, weil ihre Scans immer an dieselbe Person gehen.',
    }),
  save: 'Einstellungen speichern',
  open: 'Einstellungen öffnen…',
  changes: 'Diese Einstellungen ändern?',
  setting: 'Einstellung',
  now: 'Jetzt',
  then: 'Danach',
  none: 'keine Angabe',
  newFolder: 'Neuer Scan-Ordner',
  same: 'Diese Einstellungen sind schon dieselben. Es würde sich nichts ändern.',
  ignored: (fields) =>
    `Nur die preset.json der Administration darf das festlegen, daher wird es übergangen: ${fields}.`,
  apply: 'Einstellungen ändern',
  imported: 'Die Einstellungen sind geändert.',
};
