import type { DesktopWords } from '../desktop-shape.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('de');

export const work: DesktopWords['work'] = {
  notSetUp: 'Chartdrop ist noch nicht eingerichtet.',
  keyRejected: 'Cliniko nimmt den API-Schlüssel nicht an.',
  failed: (n) =>
    count(n, {
      one: '{n} Datei konnte nicht abgelegt werden.',
      other: '{n} Dateien konnten nicht abgelegt werden.',
    }),
  paused: 'Das Hochladen ist angehalten.',
  offline: 'Cliniko ist nicht erreichbar. Chartdrop macht weiter, sobald es geht.',
  done: 'Alles ist abgelegt.',
  underWay: (n) => count(n, { one: '{n} Datei wird abgelegt.', other: '{n} Dateien werden abgelegt.' }),
};

export const news: DesktopWords['news'] = {
  filed: (n) => count(n, { one: '{n} Datei wurde abgelegt.', other: '{n} Dateien wurden abgelegt.' }),
  inbox: (n) =>
    count(n, {
      one: '{n} Datei im Eingang braucht einen Patienten.',
      other: '{n} Dateien im Eingang brauchen einen Patienten.',
    }),
  failed: work.failed,
  notArchived: (n) =>
    count(n, {
      one: '{n} falsches Dokument ist noch in einer Akte.',
      other: '{n} falsche Dokumente sind noch in einer Akte.',
    }),
  stuck: (n) =>
    count(n, {
      one: '{n} Eintrag eines Scan-Ordners hängt fest.',
      other: '{n} Einträge eines Scan-Ordners hängen fest.',
    }),
};

export const tray: DesktopWords['tray'] = {
  show: 'Chartdrop anzeigen',
  pause: 'Hochladen anhalten',
  resume: 'Hochladen fortsetzen',
  disarm: 'Auswahl beenden',
  restart: 'Neu starten und aktualisieren',
  quit: 'Chartdrop beenden',
};

export const trayLines: DesktopWords['trayLines'] = {
  filedToday: (n) =>
    count(n, { one: '{n} Datei wurde heute abgelegt.', other: '{n} Dateien wurden heute abgelegt.' }),
  nobody: 'Kein Patient gewählt. Scans kommen in den Eingang.',
  armed: (destination) => `Scans gehen an ${destination}.`,
};

export const menu: DesktopWords['menu'] = {
  file: 'Datei',
  edit: 'Bearbeiten',
  view: 'Ansicht',
  window: 'Fenster',
  help: 'Hilfe',
  find: 'Patient suchen',
  desk: 'Empfang',
  attachments: 'Anhänge',
  history: 'Verlauf',
  settings: 'Einstellungen',
  pause: 'Hochladen anhalten oder fortsetzen',
  disarm: 'Auswahl des Patienten beenden',
  quit: 'Chartdrop beenden',
  restart: 'Neu starten und aktualisieren',
  about: 'Über Chartdrop',
};

export const menuRoles: DesktopWords['menuRoles'] = {
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  cut: 'Ausschneiden',
  copy: 'Kopieren',
  paste: 'Einfügen',
  selectAll: 'Alles auswählen',
  resetZoom: 'Originalgröße',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  togglefullscreen: 'Vollbild',
  minimize: 'Minimieren',
  close: 'Schließen',
  hide: 'Chartdrop ausblenden',
  hideOthers: 'Andere ausblenden',
  unhide: 'Alle einblenden',
};

export const background: DesktopWords['background'] = {
  title: 'Chartdrop läuft im Hintergrund weiter',
  body: 'Es überwacht weiterhin die Scan-Ordner. Öffnen oder beenden Sie es über sein Symbol im Infobereich.',
};

export const quit: DesktopWords['quit'] = {
  question: (n) =>
    count(n, { one: '{n} Datei ist noch nicht abgelegt.', other: '{n} Dateien sind noch nicht abgelegt.' }),
  detail: 'Wenn Sie jetzt beenden, geht nichts verloren. Chartdrop macht beim nächsten Start weiter.',
  wait: 'Warten',
  quit: 'Trotzdem beenden',
};

export const confirmArchive: DesktopWords['confirmArchive'] = {
  message: (n) => count(n, { one: '{n} Anhang archivieren?', other: '{n} Anhänge archivieren?' }),
  detail:
    'Sie verschwinden aus den Listen der Akte. Das lässt sich von Chartdrop aus nicht rückgängig machen.',
  others: (n) => count(n, { one: 'und {n} weiterer Patient', other: 'und {n} weitere Patienten' }),
  yes: 'Archivieren',
};

export const startFaults: DesktopWords['startFaults'] = {
  title: 'Chartdrop kann nicht starten',
  settings: (file) =>
    `Eine Einstellungsdatei ist nicht brauchbar: ${file}. Korrigieren Sie die Datei oder stellen Sie sie aus einer Sicherung wieder her und starten Sie Chartdrop neu. Löschen Sie settings.json nicht: Darin liegt der Schlüssel zu den Daten von Chartdrop.`,
  diskFull:
    'Das Laufwerk dieses Computers ist voll. Schaffen Sie Platz und starten Sie Chartdrop neu. Es geht nichts verloren.',
  readOnly: (folder) =>
    `Chartdrop kann nicht in seinen Datenordner ${folder} schreiben. Erlauben Sie dort das Schreiben und starten Sie Chartdrop neu. Es geht nichts verloren.`,
  switches: (names) =>
    `Chartdrop wurde mit ${names} gestartet. Das hebt einen Schutz der Patientendateien auf. Starten Sie es ohne. Statt eines AppImage unter Ubuntu installieren Sie das .deb-Paket.`,
};

export const windowFaults: DesktopWords['windowFaults'] = {
  gone: 'Das Fenster funktioniert nicht mehr. Hochgeladen wird im Hintergrund weiter.',
  hangs: 'Das Fenster antwortet nicht. Hochgeladen wird im Hintergrund weiter.',
  notLoaded: 'Das Fenster konnte nicht geladen werden. Hochgeladen wird im Hintergrund weiter.',
  reload: 'Fenster neu laden',
  wait: 'Warten',
};

export const taskbar: DesktopWords['taskbar'] = {
  needYou: (n) => count(n, { one: '{n} Datei braucht Sie.', other: '{n} Dateien brauchen Sie.' }),
};

/** The kind of file in the system's dialog. */
export const settingsFile: DesktopWords['settingsFile'] = { kind: 'Einstellungen' };

export const login: DesktopWords['login'] = { name: 'Bringt Scans in die Akte des Patienten' };
