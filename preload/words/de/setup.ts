import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

const count = pluralOf('de');

export const firstRun: Words['firstRun'] = {
  welcome: 'Willkommen bei Chartdrop',
  intro: 'Es bringt Scans in die Akte des Patienten. Mit welcher Praxis soll es sich verbinden?',
  keyNeeded: 'Der API-Schlüssel wird wieder gebraucht',
  keyNeededText:
    'Er liegt nicht im Schlüsselspeicher dieses Rechners. Es ist nichts verloren: Was wartet, geht weiter, sobald Sie ihn eingeben.',
  notOpened: 'Die Praxis konnte nicht geöffnet werden',
  demo: 'Die Demo-Praxis',
  demoText:
    'Eingebaut, mit erfundenen Patienten. Nichts Echtes wird berührt; zu Ihrer eigenen Praxis können Sie jederzeit wechseln.',
  tryDemo: 'Demo-Praxis ausprobieren',
  own: 'Ihre eigene Praxis',
};

export const closedWindow: Words['closedWindow'] = {
  title: 'Dieses Fenster ist geschlossen',
  text: 'Eine Adresse von Chartdrop öffnet sein Fenster nur einmal, damit niemand sonst an diesem Computer es benutzen kann.',
  again:
    'Starten Sie Chartdrop noch einmal so, wie Sie es gestartet haben, zum Beispiel mit „npm start“: Sein Fenster öffnet sich neu.',
  kept: 'Chartdrop selbst läuft weiter: Scans werden weiter abgelegt, und nichts geht verloren.',
};

export const key: Words['key'] = {
  label: 'API-Schlüssel',
  use: 'Prüfen und verwenden',
  testing: 'Wird geprüft …',
  help: 'Aus den Einstellungen der Praxis, unter „Manage API keys“. Er wird von diesem Rechner aufbewahrt und nie wieder angezeigt.',
  connected: (user) => `Verbunden als ${user}.`,
  connectedUntilQuit: (user) =>
    `Verbunden als ${user}. Der Schlüssel wird aufbewahrt, bis Sie das Programm beenden.`,
  present: 'Bisheriger API-Schlüssel',
  unnamed: 'dieser Benutzer',
  withoutStore: 'Ohne Schlüsselspeicher',
  withoutStoreText:
    'Oder machen Sie ohne weiter: Der API-Schlüssel bleibt im Arbeitsspeicher und wird beim nächsten Start wieder verlangt; bis dahin wird nichts gescannt. Namen und Pfade bleiben auf dieser Festplatte verschlüsselt, mit einem Schlüssel in einer Datei, die nur Ihr Konto lesen darf.',
  sessionOnly: 'Nur für diese Sitzung verwenden',
};

export const proxy: Words['proxy'] = {
  title: 'Proxy-Anmeldung',
  user: 'Benutzername für den Proxy',
  password: 'Passwort für den Proxy',
  use: 'Merken und prüfen',
  help: 'Nur für ein Netzwerk, dessen Proxy danach fragt. Die Anmeldung liegt im Schlüsselspeicher dieses Rechners, ohne einen nur bis zum Beenden, und wird nur diesem Proxy genannt.',
  kept: 'Die Proxy-Anmeldung ist gemerkt.',
};

export const check: Words['check'] = {
  title: 'Verbindung prüfen',
  checking: 'Wird geprüft …',
  unchecked: 'Es konnte nicht geprüft werden.',
  steps: 'Schritte',
  again: 'Noch einmal prüfen',
  copy: 'Bericht kopieren',
  copied: 'Der Bericht ist kopiert. Er nennt keinen Patienten, keinen Schlüssel und keinen Benutzer.',
  notCopied: 'Er konnte hier nicht kopiert werden. Speichern Sie stattdessen den Bericht.',
};

export const settings: Words['settings'] = {
  clinic: 'Praxis',
  demoClinic: 'Die Demo-Praxis',
  ownClinic: 'Ihre Praxis',
  asUser: (clinic, user) => `${clinic}, als ${user}`,
  asUserInRole: (clinic, user, role) => `${clinic}, als ${user} (${role})`,
  useDemo: 'Demo-Praxis verwenden',
  folders: 'Scan-Ordner',
  noFolders: 'Noch keiner. Fügen Sie den Ordner hinzu, in den Ihr Scanner speichert.',
  changeOf: (path) => `${path} ändern`,
  removeOf: (path) => `${path} entfernen`,
  addFolder: 'Ordner hinzufügen',
  gone: (moment) => `verschwunden seit ${moment}; er wird gesucht`,
  listing: 'wird alle 5 Sekunden durchgesehen',
  leftAlone: (n) => count(n, { one: '{n} Datei bleibt unberührt', other: '{n} Dateien bleiben unberührt' }),
  takeLeft: 'Doch nehmen…',
  takeLeftOf: (path) => `Nehmen, was in ${path} unberührt blieb`,
  takeLeftTitle: 'Nehmen, was unberührt blieb?',
  takeLeftText:
    'Diese Dateien lagen schon da, als der Ordner dazukam oder seine Einstellungen sich änderten. Sie gehen dorthin, wohin die Scans des Ordners jetzt gehen.',
  takeLeftAct: (n) => count(n, { one: '{n} Datei nehmen', other: '{n} Dateien nehmen' }),
  unfinished: (how, n) => count(n, { other: `${how}, {n} noch nicht fertig` }),
  habits: 'Gewohnheiten und Grenzen',
  presets: 'Fertige Beschreibungen',
  presetsHelp: 'eine je Zeile',
  heicPhotos: 'Handyfotos (HEIC)',
  theme: 'Erscheinungsbild',
  language: 'Sprache',
  asSystem: 'Wie das System',
  updates: 'Updates',
  help: 'Hilfe',
  helpText:
    'Der Bericht sagt allen, die Ihnen helfen, wie es um das Programm und seine Verbindung steht. Er nennt keinen Patienten, keine Datei, keinen Schlüssel und keinen Benutzer.',
  saveReport: 'Bericht speichern',
  showLog: 'Protokoll anzeigen',
};

export const themes: Words['themes'] = { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' };

export const heicPhotos: Words['heicPhotos'] = { keep: 'Unverändert senden', jpeg: 'Als JPEG senden' };

export const preferenceLabels: Words['preferenceLabels'] = {
  holdSeconds: 'Haltezeit vor dem Hochladen',
  disarmMinutes: 'Patient abwählen nach',
  uploads: 'Gleichzeitig hochladen',
  largeUploads: 'Gleichzeitig große Dateien',
  requestsPerMinute: 'Abfragen pro Minute',
  keepNamesDays: 'Namen abgelegter Dateien behalten',
  keepHistoryYears: 'Verlauf behalten',
};
export const preferenceUnits: Words['preferenceUnits'] = {
  holdSeconds: 'Sekunden, um es zurückzunehmen',
  disarmMinutes: 'Minuten ohne Scan',
  uploads: '',
  largeUploads: '',
  requestsPerMinute: 'die das Konto erlaubt',
  keepNamesDays: 'Tage; dann werden Namen und Pfade entfernt',
  keepHistoryYears: 'Jahre',
};

export const folder: Words['folder'] = {
  title: 'Scan-Ordner',
  addTitle: 'Scan-Ordner hinzufügen',
  path: 'Ordner',
  browse: 'Durchsuchen …',
  hint: 'Der Ordner, in den Ihr Scanner speichert.',
  movesWithEvents: 'Kann gelesen werden, Dateien können verschoben werden, Ereignisse kommen an.',
  movesByListing:
    'Kann gelesen werden, Dateien können verschoben werden, Ereignisse kommen nicht an: Er wird alle 5 Sekunden durchgesehen.',
  staysWithEvents: 'Kann gelesen werden, Dateien können nicht verschoben werden, Ereignisse kommen an.',
  staysByListing:
    'Kann gelesen werden, Dateien können nicht verschoben werden, Ereignisse kommen nicht an: Er wird alle 5 Sekunden durchgesehen.',
  empty: 'Er ist leer.',
  existing: (n) =>
    count(n, { one: '{n} Datei liegt schon darin.', other: '{n} Dateien liegen schon darin.' }),
  takeExisting: 'Auch nehmen, was schon darin liegt',
  takeUncovered: 'Auch nehmen, was darin liegt und bisher nicht dazugehörte',
  route: 'Wohin seine Scans gehen',
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
  active: 'An den oben gewählten Patienten, sonst in den Eingang',
  inbox: 'In den Eingang: Über jede Datei entscheidet ein Mensch',
  fixed: 'Immer an einen Patienten oder Fall',
  filename: 'Wie es der Dateiname sagt',
  subfolder: 'Wie es der Name des Unterordners sagt',
};

export const routesInShort: Words['routesInShort'] = {
  active: 'an den gewählten Patienten',
  inbox: 'in den Eingang',
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
  ignore: 'Namen, die übergangen werden',
  method: 'Wie Änderungen bemerkt werden',
  shared: 'Gemeinsam mit anderen PCs, auf denen Chartdrop läuft',
  takeOver: 'Sekunden ohne Lebenszeichen, nach denen andere PCs übernehmen',
  settle: 'Sekunden, die eine Datei unverändert sein muss',
  settlePlaceholder: '2, oder 10 auf einem Netzlaufwerk',
  nameTemplate: 'Namen in der Akte',
  nameTemplatePlaceholder: 'Wie die Dateien heißen',
  nameTemplateHelp: 'Zum Beispiel {date} {preset} {name} {counter}. Leer: Die Dateien behalten ihre Namen.',
};

export const watchMethods: Words['watchMethods'] = {
  auto: 'Von selbst auf die beste Weise',
  events: 'Durch Ereignisse des Systems',
  listing: 'Durch Nachsehen alle 5 Sekunden',
};

export const sharing: Words['sharing'] = {
  auto: 'Ja, überall wo Chartdrop schreiben darf',
  yes: 'Ja, und ohne Einigung der PCs nichts nehmen',
  no: 'Nein: Nur dieser PC überwacht ihn',
};

export const browser: Words['browser'] = {
  label: 'Ordner wählen',
  up: 'Nach oben',
  choose: 'Diesen Ordner wählen',
};
