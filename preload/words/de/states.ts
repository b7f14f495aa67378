import type { Words } from '../en.ts';

export const faults: Words['faults'] = {
  withDetail: (text, detail) => `${text}: ${detail}`,
  retried: 'Chartdrop versucht es automatisch erneut.',
  tryLater: 'Versuchen Sie es gleich noch einmal.',
  unexpected:
    'Etwas Unerwartetes ist schiefgegangen, und Chartdrop muss beendet werden. Es ist nichts verloren: Starten Sie es neu, und es macht dort weiter, wo es stand. Sein Protokoll sagt, wann das geschah.',
};

export const steps: Words['steps'] = {
  lookup: 'Adresse der Praxissoftware nachschlagen',
  proxy: 'Durch den Proxy dieses Netzwerks gehen',
  connection: 'Praxissoftware erreichen',
  tls: 'Sicher verbinden',
  key: 'Mit dem API-Schlüssel anmelden',
  permission: 'Darf Patienten sehen und für sie hochladen',
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
  key: 'Wartet auf einen Schlüssel',
  clinic: 'Wartet auf die Praxissoftware',
  storage: 'Wartet auf den Speicher',
  file: 'Wartet auf die Datei',
  space: 'Wartet auf Speicherplatz',
};

export const reasons: Words['reasons'] = {
  'route-inbox': 'Über jede Datei dieses Ordners entscheidet ein Mensch.',
  'nobody-armed': 'Beim Scannen war kein Patient gewählt.',
  'destination-changed': 'Der Patient wechselte während des Scannens.',
  'name-without-match': 'Der Dateiname sagt nicht, zu wem sie gehört.',
  'lookup-pending': 'Die Praxissoftware konnte noch nicht gefragt werden, zu wem sie gehört.',
  'patient-not-found': 'Kein Patient passt zum Dateinamen.',
  'patient-ambiguous': 'Mehr als ein Patient passt zum Dateinamen.',
  'patient-unavailable': 'Der Patient im Dateinamen ist archiviert, gelöscht oder zusammengeführt.',
  'case-not-found': 'Kein Fall passt zum Dateinamen.',
  'duplicate-same-patient': 'Gleicher Inhalt wie eine Datei dieses Patienten.',
  'duplicate-other-patient': 'Gleicher Inhalt wie bei einem anderen Patienten.',
  'file-changed': 'Die Datei wurde geändert, bevor sie abgelegt werden konnte.',
  'file-replaced':
    'Unter diesem Namen wurde eine andere Datei gespeichert, bevor diese abgelegt war, und ihr Inhalt ist nicht mehr da. Scannen Sie sie noch einmal.',
  'begun-elsewhere':
    'Ein anderer PC begann damit und schweigt seither. Sehen Sie vor der Wahl in der Akte nach.',
  'was-left-alone':
    'Eine Datei dieses Namens wurde nicht angefasst, als der Ordner dazukam. Seitdem hat sie sich geändert: Ist sie ein neuer Scan?',
  'records-lost':
    'Sie lag da, als beschädigte Daten neu begonnen wurden. Sehen Sie vor der Wahl in der Akte nach.',
  'taken-back': 'Sie wurde zurückgenommen.',
  restored: 'Sie wurde zurückgeholt.',
};

export const states: Words['states'] = {
  inbox: 'im Eingang',
  held: 'in der Haltezeit',
  queued: 'wartet',
  uploading: 'wird hochgeladen',
  stored: 'im Speicher',
  registering: 'wird eingetragen',
  processing: 'wird verarbeitet',
  linking: 'kommt in den Fall',
  filed: 'abgelegt',
  failed: 'fehlgeschlagen',
  dismissed: 'verworfen',
};

export const attachmentStates: Words['attachmentStates'] = {
  processing: 'in Arbeit',
  ready: 'bereit',
  archived: 'archiviert',
};

export const folderStates: Words['folderStates'] = {
  starting: 'startet',
  watching: 'wird überwacht',
  vanished: 'verschwunden',
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
  'job-hold-ended': 'Haltezeit abgelaufen',
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
  'job-dismissed': 'Verworfen',
  'job-restored': 'Zurückgeholt',
  'job-returned-to-inbox': 'Wieder im Eingang',
  'job-refiled': 'Bei anderem Patienten abgelegt',
  'job-file-disposed': 'Datei auf dem PC weggeräumt',
  'job-changed': 'Geändert',
  'attachment-archive-asked': 'Archivieren verlangt',
  'attachment-archived': 'Anhang archiviert',
  'attachment-not-archived': 'Archivieren abgelehnt',
  'attachment-left': 'Anhang in der Akte gelassen',
  'destination-armed': 'Patient für Scans gewählt',
  'destination-disarmed': 'Patient abgewählt',
  'folder-added': 'Scan-Ordner hinzugefügt',
  'folder-changed': 'Scan-Ordner geändert',
  'folder-removed': 'Scan-Ordner entfernt',
  'folder-vanished': 'Scan-Ordner verschwunden',
  'folder-returned': 'Scan-Ordner wieder da',
  'key-set': 'API-Schlüssel gesetzt',
  'storage-met': 'Erste Datei an diesen Speicher',
  'settings-changed': 'Einstellungen geändert',
  'history-shortened': 'Alte Einträge wie eingestellt entfernt',
};

export const updatesOff: Words['updatesOff'] = {
  host: 'Das Programm auf dem Rechner, der dieses Fenster zeigt, wird dort auf dem neuesten Stand gehalten.',
  development: 'Es läuft aus seinem Quelltext und aktualisiert sich nicht selbst.',
  managed: 'Updates kommen mit der Software, die Ihre Praxis verteilt.',
  preset: 'Wer diesen PC verwaltet, hat Updates ausgeschaltet.',
  'no-server': 'Diese Ausgabe hat keinen Update-Server.',
  unsigned:
    'Diese Ausgabe ist nicht signiert und könnte nicht prüfen, von wem ein Update stammt. Installieren Sie Updates von Hand.',
};

export const updateFailures: Words['updateFailures'] = {
  unreachable: 'Der Update-Server ist nicht erreichbar. Diese Version läuft weiter.',
  damaged:
    'Das Update ist nicht so angekommen, wie es erstellt wurde, und wurde weggeworfen. Diese Version läuft weiter.',
  'disk-full': 'Auf der Festplatte ist kein Platz für das Update. Diese Version läuft weiter.',
  'not-installed': 'Das Update wurde nicht installiert. Diese Version läuft weiter.',
};

export const updates: Words['updates'] = {
  current: 'Updates werden von selbst installiert, wenn Chartdrop beendet wird.',
  checking: 'Ein Update wird gesucht …',
  downloading: (version, share) => `Version ${version} wird geladen: ${share}.`,
  ready: (version) => `Version ${version} wird installiert, wenn Sie Chartdrop beenden.`,
  lookedFor: (moment) => `Zuletzt gesucht: ${moment}`,
  look: 'Nach einem Update suchen',
  restart: 'Neu starten und aktualisieren',
  busy: 'Dateien sind unterwegs. Starten Sie neu, sobald sie in Cliniko angekommen sind.',
};

export const people: Words['people'] = {
  removedName: 'Name entfernt',
  noDateOfBirth: 'ohne Geburtsdatum',
  unknown: 'Patient von Cliniko nicht genannt',
  patient: (name, born, id) => `${name} (${born}, ${id})`,
  nameless: (id) => `Name entfernt (${id})`,
  withCase: (what, caseName) => `${what}, Fall ${caseName}`,
  caseOf: (caseName) => `Fall: ${caseName}`,
};
