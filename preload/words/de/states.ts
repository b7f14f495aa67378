import type { Words } from '../en.ts';

export const faults: Words['faults'] = {
  withDetail: (text, detail) => `${text}: ${detail}`,
  retried: 'Chartdrop versucht es automatisch erneut.',
  tryLater: 'Versuchen Sie es gleich noch einmal.',
  unexpected:
    'Etwas Unerwartetes ist schiefgegangen, und Chartdrop muss beendet werden. Es ist nichts verloren: Starten Sie es neu, und es macht weiter. Das Protokoll sagt, wann das geschah.',
};

export const steps: Words['steps'] = {
  lookup: 'Adresse von Cliniko nachschlagen',
  proxy: 'Durch den Proxy dieses Netzwerks gehen',
  connection: 'Cliniko erreichen',
  tls: 'Sicher verbinden',
  key: 'Mit dem API-Schlüssel anmelden',
  permission: 'Recht, Patienten zu sehen und für sie hochzuladen',
  storage: 'Speicher erreichen',
};

export const stepStates: Words['stepStates'] = {
  ok: 'geht',
  failed: 'geht nicht',
  'not-reached': 'nicht versucht',
  'not-needed': 'hier nicht nötig',
};

export const diagnosis: Words['diagnosis'] = {
  title: (moment) => `Verbindungsprüfung vom ${moment}`,
  line: (step, state) => `${step}: ${state}.`,
};

export const waits: Words['waits'] = {
  network: 'Wartet auf das Netzwerk',
  proxy: 'Wartet auf den Proxy',
  limit: 'Wartet wegen der Abfragegrenze',
  key: 'Wartet auf einen API-Schlüssel',
  clinic: 'Wartet auf Cliniko',
  storage: 'Wartet auf den Speicher',
  file: 'Wartet auf die Datei',
  space: 'Wartet auf Speicherplatz',
};

export const reasons: Words['reasons'] = {
  'route-inbox': 'Jede Datei dieses Ordners wird von Hand zugewiesen.',
  'nobody-armed': 'Beim Scannen war kein Patient gewählt.',
  'destination-changed': 'Während des Scannens wurde ein anderer Patient gewählt.',
  'name-without-match': 'Der Dateiname passt nicht zum Muster des Ordners.',
  'lookup-pending': 'Cliniko konnte noch nicht gefragt werden, zu wem sie gehört.',
  'patient-not-found': 'Kein Patient passt zum Dateinamen.',
  'patient-ambiguous': 'Mehr als ein Patient passt zum Dateinamen.',
  'patient-unavailable': 'Der Patient im Dateinamen ist archiviert, gelöscht oder zusammengeführt.',
  'case-not-found': 'Kein Fall passt zum Dateinamen.',
  'duplicate-same-patient': 'Diese Datei ist schon in der Akte dieses Patienten oder auf dem Weg dorthin.',
  'duplicate-other-patient':
    'Der gleiche Inhalt ist bei einem anderen Patienten abgelegt oder auf dem Weg dorthin.',
  'page-names-another': 'Auf der Seite ist ein anderer Patient genannt.',
  'sheet-unreadable': 'Der Code ihres Deckblatts ist nicht lesbar.',
  'sheet-out-of-date': 'Ihr Deckblatt ist abgelaufen.',
  'sheet-strange':
    'Ihr Deckblatt ist nicht mit dem Schlüssel auf diesem PC signiert. Chartdrop schlägt den Patienten deshalb nur vor.',
  'part-without-sheet': 'Sie hat kein Deckblatt, aber andere Seiten desselben Scans haben eines.',
  'stack-not-split':
    'Sie hat Deckblätter, aber einige ihrer Seiten sind nicht lesbar. Scannen Sie sie noch einmal.',
  'page-pending': 'Chartdrop liest die Seite noch.',
  'page-not-read': 'Die Seite konnte nicht gelesen werden.',
  'page-partly-read': 'Nur ein Teil davon konnte gelesen werden.',
  'page-names-none': 'Die Seite nennt keinen aktuellen Patienten mit vollem Namen und Geburtsdatum.',
  'page-names-several': 'Die Seite nennt mehr als eine Person, oder zwei Akten sehen gleich aus.',
  'page-unsure': 'Die Seite nennt einen Patienten, aber Name oder Akte sind nicht sicher.',
  'file-changed': 'Die Datei wurde geändert, bevor sie abgelegt werden konnte.',
  'file-replaced':
    'Unter diesem Namen wurde eine andere Datei gespeichert, bevor diese abgelegt war, und ihr Inhalt ist nicht mehr da. Scannen Sie sie noch einmal.',
  'begun-elsewhere':
    'Ein anderer PC begann mit dem Ablegen und antwortet nicht mehr. Sehen Sie vor der Wahl in der Akte nach.',
  'was-left-alone':
    'Eine Datei dieses Namens wurde übersprungen, als der Ordner dazukam. Seitdem hat sie sich geändert: Ist sie ein neuer Scan?',
  'records-lost':
    'Sie war schon im Ordner, als die Daten neu aufgebaut werden mussten. Sehen Sie vor der Wahl in der Akte nach.',
  'put-together': 'Sie haben ihre Seiten zusammengestellt.',
  'taken-back': 'Sie haben sie zurückgenommen.',
  restored: 'Sie haben sie zurückgeholt.',
};

export const states: Words['states'] = {
  inbox: 'im Eingang',
  held: 'in der Rücknahmefrist',
  queued: 'wartet',
  uploading: 'wird hochgeladen',
  stored: 'im Speicher',
  registering: 'wird eingetragen',
  processing: 'wird verarbeitet',
  linking: 'kommt in den Fall',
  filed: 'abgelegt',
  failed: 'fehlgeschlagen',
  dismissed: 'ignoriert',
  split: 'ihre Seiten sind in anderen Dokumenten',
  parted: 'ihre Seiten sind in anderen Dokumenten, und diese sind erledigt',
};

export const attachmentStates: Words['attachmentStates'] = {
  processing: 'in Arbeit',
  ready: 'bereit',
  archived: 'archiviert',
};

export const folderStates: Words['folderStates'] = {
  starting: 'startet',
  watching: 'wird überwacht',
  vanished: 'nicht da',
  stopped: 'angehalten',
};

export const connections: Words['connections'] = {
  unknown: 'verbindet',
  online: 'verbunden',
  offline: 'nicht verbunden',
  'key-rejected': 'Schlüssel abgelehnt',
};

export const audit: Words['audit'] = {
  'job-found': 'Datei gefunden',
  'job-assigned': 'Zugewiesen',
  'job-hold-ended': 'Rücknahmefrist abgelaufen',
  'job-taken-back': 'Zurückgenommen',
  'job-upload-started': 'Hochladen begonnen',
  'job-stored': 'Im Speicher',
  'job-registration-sent': 'Eintrag gesendet',
  'job-registered': 'Eingetragen',
  'job-processed': 'In der Akte',
  'job-linked': 'In den Fall aufgenommen',
  'job-link-lost': 'Fehlt im Fall, wird wieder aufgenommen',
  'job-link-accepted': 'Ohne Fall abgelegt',
  'job-processing-slow': 'Cliniko braucht ungewöhnlich lange',
  'job-filed': 'Abgelegt',
  'job-delayed': 'Verzögert',
  'job-failed': 'Fehlgeschlagen',
  'job-retried': 'Erneut versucht',
  'job-dismissed': 'Ignoriert',
  'job-restored': 'Zurückgeholt',
  'job-returned-to-inbox': 'Wieder im Eingang',
  'job-page-read': 'Seite gelesen',
  'job-page-names-another': 'Auf der Seite ist ein anderer Patient genannt',
  'job-refiled': 'Zu anderem Patienten verschoben',
  'job-refile-undone': 'Verschieben rückgängig gemacht',
  'job-adopted': 'In einer Akte gefunden, wird verschoben',
  'job-file-disposed': 'Datei auf dem PC wie eingestellt verschoben',
  'job-parted': 'Alle Teile sind erledigt',
  'job-divided': 'Seiten neu geordnet',
  'job-put-back': 'Seiten zurückgelegt',
  'job-changed': 'Geändert',
  'attachment-archive-asked': 'Archivieren begonnen',
  'attachment-archived': 'Anhang archiviert',
  'attachment-not-archived': 'Archivieren abgelehnt',
  'attachment-left': 'Anhang in der Akte gelassen',
  'destination-armed': 'Patient gewählt',
  'destination-disarmed': 'Auswahl beendet',
  'folder-added': 'Scan-Ordner hinzugefügt',
  'folder-changed': 'Scan-Ordner geändert',
  'folder-removed': 'Scan-Ordner entfernt',
  'folder-restored': 'Entfernter Scan-Ordner zurückgeholt',
  'folder-vanished': 'Scan-Ordner nicht da',
  'folder-returned': 'Scan-Ordner wieder da',
  'key-set': 'API-Schlüssel gesetzt',
  'storage-met': 'Erstes Hochladen in diesen Speicher',
  'sheet-printed': 'Deckblatt erstellt',
  'sheet-key-exported': 'Schlüssel der Deckblätter gespeichert',
  'sheet-key-imported': 'Schlüssel der Deckblätter ersetzt',
  'settings-changed': 'Einstellungen geändert',
  'history-shortened': 'Alte Einträge wie eingestellt entfernt',
};

export const updatesOff: Words['updatesOff'] = {
  host: 'Aktualisieren Sie Chartdrop auf dem Computer, auf dem es läuft.',
  development: 'Das ist eine Entwicklungsversion. Sie aktualisiert sich nicht selbst.',
  managed: 'Updates kommen mit der Software, die Ihre Praxis verteilt.',
  preset: 'Die Systemverwaltung hat Updates ausgeschaltet.',
  'no-server': 'Diese Ausgabe hat keinen Update-Server.',
  unsigned:
    'Diese Ausgabe ist nicht signiert und kann nicht prüfen, woher ein Update kommt. Installieren Sie Updates von Hand.',
};

export const updateFailures: Words['updateFailures'] = {
  unreachable: 'Der Update-Server ist nicht erreichbar. Diese Version läuft weiter.',
  damaged: 'Das heruntergeladene Update war beschädigt und wurde gelöscht. Diese Version läuft weiter.',
  'disk-full': 'Auf der Festplatte ist kein Platz für das Update. Diese Version läuft weiter.',
  'not-installed': 'Das Update wurde nicht installiert. Diese Version läuft weiter.',
};

export const updates: Words['updates'] = {
  current: 'Chartdrop installiert Updates, wenn Sie es beenden.',
  checking: 'Ein Update wird gesucht …',
  downloading: (version, share) => `Version ${version} wird heruntergeladen: ${share}.`,
  ready: (version) => `Version ${version} wird installiert, wenn Sie Chartdrop beenden.`,
  lookedFor: (moment) => `Zuletzt geprüft: ${moment}`,
  look: 'Nach Updates suchen',
  restart: 'Neu starten und aktualisieren',
  busy: 'Dateien sind unterwegs. Starten Sie neu, sobald sie in Cliniko angekommen sind.',
};

export const people: Words['people'] = {
  removedName: 'Name entfernt',
  noDateOfBirth: 'ohne Geburtsdatum',
  unknown: 'Cliniko nennt keinen Patienten',
  patient: (name, born, id) => `${name} (${born}, ${id})`,
  nameless: (id) => `Name entfernt (${id})`,
  withCase: (what, caseName) => `${what}, Fall ${caseName}`,
  caseOf: (caseName) => `Fall: ${caseName}`,
};
