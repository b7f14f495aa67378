import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

const count = pluralOf('de');

export const acts: Words['acts'] = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  change: 'Ändern',
  remove: 'Entfernen',
  tryAgain: 'Erneut versuchen',
  saved: 'Gespeichert.',
  undo: 'Rückgängig',
  clearSearch: 'Suche leeren',
};

export const shell: Words['shell'] = {
  opening: 'Wird geöffnet …',
  connecting: 'Verbindung zu Chartdrop wird hergestellt …',
  notices: 'Meldungen',
  enterKey: 'Schlüssel eingeben',
  closeNotice: 'Meldung schließen',
  languageNotLoaded: 'Die Texte dieser Sprache konnten nicht geladen werden.',
};

export const nav: Words['nav'] = {
  label: 'Ansichten',
  find: 'Suchen',
  desk: 'Empfang',
  attachments: 'Anhänge',
  history: 'Verlauf',
  settings: 'Einstellungen',
  failed: (n) => count(n, { other: '{n} fehlgeschlagen' }),
};

export const top: Words['top'] = {
  scansGoTo: 'Scans gehen an',
  nobody: 'Kein Patient gewählt.',
  inInbox: 'Scans kommen in den Eingang.',
  reconnecting: 'Verbindet neu',
  keyRejected: 'Schlüssel abgelehnt: neuen eingeben',
  offline: 'Nicht verbunden',
  limited: 'Grenze erreicht',
  paused: 'Angehalten',
  countdown: 'Nach dieser Zeit ohne Scan endet die Auswahl.',
  disarmsIn: (clock) => `Endet in ${clock}`,
  disarm: 'Beenden',
  choose: 'Patient wählen',
};

export const bar: Words['bar'] = {
  nothing: 'Heute noch nichts gescannt.',
  allFiled: 'Alles von heute ist abgelegt.',
  allFiledOn: (n: number) => count(n, { other: 'Alles von heute ist abgelegt, auf allen {n} PCs.' }),
  onOtherPcs: (n: number) => count(n, { other: '{n} offen auf anderen PCs' }),
  needs: (n) => count(n, { one: '{n} braucht Sie', other: '{n} brauchen Sie' }),
  moving: (n) => count(n, { other: '{n} in der Warteschlange' }),
  filed: (n) => count(n, { other: '{n} heute abgelegt' }),
  dismissed: (n) => count(n, { other: '{n} heute ignoriert' }),
  stuck: (n) =>
    count(n, { one: '{n} kann nicht abgelegt werden', other: '{n} können nicht abgelegt werden' }),
  demoClinic: 'Demo-Praxis',
  clinic: 'Praxis',
  rate: (used, limit) => `${used} von ${limit}/Min.`,
};

export const finder: Words['finder'] = {
  label: 'Patient suchen',
  placeholder: 'Name, Geburtsdatum, Nummer oder Link',
  searching: 'Wird gesucht …',
  none: 'Kein aktueller Patient passt. Versuchen Sie einen Teil des Namens oder das Geburtsdatum.',
  onlyUnavailable:
    'Es passen nur archivierte, gelöschte oder zusammengeführte Patienten. Sie können nicht gewählt werden.',
  found: (n) => count(n, { one: '{n} Patient', other: '{n} Patienten' }),
  hint: 'Mit Pfeiltasten und Eingabetaste wählen. Auch „citizen, jane“ und „3.2.1980“ gehen.',
  chosen: 'Gewählter Patient',
  cases: 'Fälle',
  askingCases: 'Fälle werden geladen …',
  noCases: 'Dieser Patient hat keine Fälle.',
  casesUnknown: (why) => `Die Fälle konnten nicht geladen werden. ${why}`,
  closed: 'geschlossen',
  expired: 'abgelaufen',
  back: 'Zurück',
  results: 'Patienten',
  today: 'Heute',
};

export const unavailable: Words['unavailable'] = {
  archived: 'in Cliniko archiviert',
  deleted: 'in Cliniko gelöscht',
  merged: 'mit anderem Patienten zusammengeführt',
};

export const find: Words['find'] = {
  scan: 'Für diesen Patienten scannen',
  recent: 'Heute gewählt',
  recentNotLoaded: (why) => `Die zuletzt gewählten Patienten konnten nicht geladen werden. ${why}`,
  armed: 'Scans gehen jetzt an',
};

export const drops: Words['drops'] = {
  label: 'Auf einem Patienten loslassen',
  filesFor: 'Loslassen für',
  jobsFor: (n) => count(n, { one: 'Ablegen bei', other: '{n} Dateien ablegen bei' }),
  inbox: `Loslassen für den ${strong('Eingang')}`,
  inboxHint: 'Kein Patient ist gewählt. Wählen Sie ihn danach.',
  ontoPatient: (n) =>
    count(n, {
      one: `Loslassen ${strong('auf einem Patienten')}`,
      other: `Diese {n} loslassen ${strong('auf einem Patienten')}`,
    }),
  hold: 'Die Rücknahmefrist beginnt beim Loslassen.',
  onto: 'Auf einem Patienten von heute loslassen',
  orOnto: 'Oder auf einem Patienten von heute loslassen',
  nobody:
    'Heute wurde noch kein Patient gewählt. Suchen Sie zuerst den Patienten, oder drücken Sie „Zuweisen …“.',
  takenToInbox: (n) => count(n, { one: '{n} Datei im Eingang.', other: '{n} Dateien im Eingang.' }),
  takenFor: (n) => count(n, { one: '{n} Datei für', other: '{n} Dateien für' }),
  failed: (n, names, why) =>
    count(n, {
      one: `Nicht hinzugefügt: ${names}. ${why}`,
      other: `{n} nicht hinzugefügt: ${names}. ${why}`,
    }),
  emptyFolder: 'In diesem Ordner sind keine Dateien.',
  noFiles:
    'Das andere Programm hat keine Datei übergeben. Speichern Sie sie erst in einem Ordner, und ziehen Sie sie von dort.',
};

export const assign: Words['assign'] = {
  whose: (name) => `Zu wem gehört ${name}?`,
  whoseMany: (n) => count(n, { other: 'Zu wem gehören diese {n} Dateien?' }),
  doubt: (n) =>
    count(n, {
      one: 'Diese Datei liegt schon in einer Akte oder ist auf dem Weg dorthin. Bei diesem Patienten noch einmal ablegen?',
      other:
        '{n} dieser Dateien liegen schon in einer Akte oder sind auf dem Weg dorthin. Bei diesem Patienten noch einmal ablegen?',
    }),
  leave: 'Im Eingang lassen',
  again: 'Noch einmal ablegen',
  act: 'Bei diesem Patienten ablegen',
  suggested: 'Vorgeschlagen',
  done: (n) => count(n, { one: 'Die Datei geht an', other: '{n} Dateien gehen an' }),
};

export const describe: Words['describe'] = {
  label: 'Beschreibung',
  placeholder: 'Steht in der Akte des Patienten',
  presets: 'Gespeicherte Beschreibungen',
  presetsNotLoaded: (why) => `Die gespeicherten Beschreibungen konnten nicht geladen werden. ${why}`,
  open: 'Beschreiben …',
  openOf: (name) => `Beschreiben … ${name}`,
  title: (name) => `${name} beschreiben`,
  titleMany: (n) => count(n, { other: '{n} Dateien beschreiben' }),
  save: 'Beschreibung speichern',
  tooLate: (n) =>
    count(n, {
      one: 'Die Datei wird schon hochgeladen. Ihre Beschreibung lässt sich hier nicht mehr ändern.',
      other: '{n} Dateien werden schon hochgeladen. Ihre Beschreibung lässt sich hier nicht mehr ändern.',
    }),
};

export const inbox: Words['inbox'] = {
  instead: 'Öffnen Sie sie aus ihrem Ordner mit ihrem eigenen Programm.',
  dismiss: 'Ignorieren',
  assignOne: 'Zuweisen …',
  assignOneOf: (name) => `Zuweisen … ${name}`,
  fileWith: (destination) => `Ablegen bei ${destination}`,
  fileAgainWith: (destination) => `Noch einmal ablegen bei ${destination}`,
  duplicate: (name, destination) => `Gleicher Inhalt wie ${name}, abgelegt bei ${destination}`,
  noFolder: 'Noch kein Scan-Ordner',
  noFolderText:
    'Fügen Sie den Ordner hinzu, in den Ihr Scanner speichert. Dateien können Sie jederzeit auf dieses Fenster ziehen oder einfügen.',
  addFolder: 'Scan-Ordner hinzufügen',
  choose: 'Patient zum Scannen wählen',
};

export const desk: Words['desk'] = {
  title: 'Dateien von heute',
  which: 'Welche Dateien',
  file: (name) => `Datei ${name}`,
  failed: 'Fehlgeschlagen',
  filedAt: (moment) => `Abgelegt ${moment}`,
  dismissedAt: (moment) => `Ignoriert ${moment}`,
  recent: 'Der gewählte Patient und die von heute',
  resumeAll: 'Alle fortsetzen',
  pauseAll: 'Alle anhalten',
  selected: (n) => count(n, { other: '{n} Dateien ausgewählt' }),
  selectedText: 'Jede Aktion gilt für die Dateien, die sie erlauben.',
  actOnMany: (act, n) => count(n, { other: `${act} ({n})` }),
  notAll: (n) =>
    count(n, { other: 'Die ersten {n} Dateien sind ausgewählt. Mehr auf einmal ist nicht möglich.' }),
  dismissed: (n) =>
    count(n, {
      one: 'Ignoriert. Die Datei bleibt in ihrem Ordner.',
      other: '{n} Dateien ignoriert. Sie bleiben in ihrem Ordner.',
    }),
  undone: (n) => count(n, { one: 'Rückgängig gemacht.', other: 'Für {n} Dateien rückgängig gemacht.' }),
  unreadable: 'Die Liste kann nicht angezeigt werden',
  unreadableText:
    'Es ist nichts verloren, und es wird weiter hochgeladen. Versuchen Sie es gleich noch einmal.',
  reading: 'Die Liste wird geladen …',
  scanNow:
    'Scannen Sie jetzt. Jede Datei, die der Scanner speichert, erscheint hier und geht an den gewählten Patienten.',
};

export const deskLists: Words['deskLists'] = {
  day: 'Heute',
  needs: 'Eingang',
  moving: 'Warteschlange',
  filed: 'Abgelegt',
  dismissed: 'Ignoriert',
};
export const deskEmpty: Words['deskEmpty'] = {
  day: 'Heute noch nichts gescannt',
  needs: 'Der Eingang ist leer',
  moving: 'Die Warteschlange ist leer',
  filed: 'Noch nichts ist abgelegt',
  dismissed: 'Keine Datei wurde ignoriert',
};
export const deskEmptyTexts: Words['deskEmptyTexts'] = {
  day: 'Wählen Sie einen Patienten und scannen Sie, oder ziehen Sie Dateien auf dieses Fenster. Scans ohne Patient kommen in den Eingang.',
  needs:
    'Hier erscheinen Scans, die einen Patienten brauchen, und Dateien, die nicht abgelegt werden konnten.',
  moving: 'Hier erscheinen Dateien auf dem Weg in die Akte.',
  filed: 'Hier erscheinen Dateien, die in der Akte sind, die neueste zuerst.',
  dismissed: 'Hier erscheinen ignorierte Dateien. Sie können sie zurückholen.',
};

export const job: Words['job'] = {
  acceptUnlinked: 'Ohne Fall behalten',
  acceptUnlinkedOf: (name) => `Ohne Fall behalten: ${name}`,
  notInCaseShort: 'Nur in der Akte',
  notInCase: (caseName, why) => `In der Akte, aber nicht im Fall ${caseName}. ${why}`,
  slow: 'Cliniko ist mit dieser Datei noch nicht fertig. Sie ist in der Akte.',
  takeBack: 'Zurücknehmen',
  takeBackOf: (name) => `${name} zurücknehmen`,
  retry: 'Erneut versuchen',
  retryOf: (name) => `${name} erneut versuchen`,
  restore: 'Zurückholen',
  restoreOf: (name) => `${name} zurückholen`,
  wrongPatient: 'Zu anderem Patienten …',
  wrongPatientOf: (name) => `Zu anderem Patienten … ${name}`,
  change: 'Patienten ändern …',
  changeOf: (name) => `Patienten ändern … ${name}`,
  moveFirst: 'Nach vorn',
  moveFirstOf: (name) => `${name} nach vorn`,
  pause: 'Anhalten',
  pauseOf: (name) => `${name} anhalten`,
  resume: 'Fortsetzen',
  resumeOf: (name) => `${name} fortsetzen`,
  dismissOf: (name) => `${name} ignorieren`,
  paused: 'Angehalten',
  uploading: 'Wird hochgeladen',
  held: (clock) => `Hochladen in ${clock}`,
  failed: (why) => `Fehlgeschlagen: ${why}`,
  said: (name, text) => `${name}: ${text}`,
  again: (clock) => `Erneut in ${clock}`,
  archived: 'inzwischen archiviert',
};

export const person: Words['person'] = {
  title: 'Wer ist am Empfang?',
  label: 'Name oder Kürzel',
  help: 'Im Verlauf steht es neben dem, was Sie tun, bis die Auswahl endet oder der Bildschirm gesperrt wird.',
  act: 'Weiter',
  atDesk: (name) => `Am Empfang: ${name}`,
  setting: 'Fragen, wer am Empfang ist',
  settingHelp: 'Bei der Auswahl eines Patienten, für PCs, die mehrere benutzen.',
};
