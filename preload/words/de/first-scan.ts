import type { Words } from '../en.ts';

export const setup: Words['setup'] = {
  label: 'Einrichtung',
  skip: 'Einrichtung überspringen',
  next: 'Weiter: Testscan',
  keepClinic: 'Weiter: Scan-Ordner',
  folderTitle: 'In welchen Ordner speichert Ihr Scanner?',
  folderText: 'Chartdrop überwacht ihn und legt ab, was ankommt. Was schon darin ist, bleibt dort.',
  suggested: 'Übliche Scan-Ordner auf diesem Computer',
  otherFolder: 'Anderen Ordner wählen …',
  anotherFolder: 'Noch einen Ordner überwachen …',
  watched: (path) => `Chartdrop überwacht ${path}.`,
  later: 'Vorerst kein Ordner',
  scanTitle: 'Scannen Sie jetzt ein Blatt',
  scanText: (path) =>
    `Der Scanner muss es in ${path} speichern. Es erscheint hier, sobald es vollständig ist.`,
  dropTitle: 'Ziehen Sie eine Datei auf dieses Fenster',
  dropText: 'Chartdrop überwacht noch keinen Ordner. Eine hierher gezogene Datei wird genauso abgelegt.',
  orDrop: 'Sie können auch eine Datei auf dieses Fenster ziehen.',
  real: 'Das ist Ihre echte Praxis: Das Blatt kommt in eine echte Akte. Bis das Hochladen beginnt, können Sie es zurücknehmen.',
  sample: 'Einen Beispielscan in den Ordner legen',
  sampleText: 'Das Beispiel nennt die erfundene Patientin Jane Citizen.',
  arriving: 'Der Scan kommt an …',
  arrived: 'Er ist da. Sehen Sie sich die Seite an, und wählen Sie darunter, wem er gehört.',
  moving: 'Der Patient ist gewählt. Bis das Hochladen beginnt, können Sie die Datei zurücknehmen.',
  failed: 'Die Datei konnte nicht abgelegt werden. Der Grund ist unter ihrer Seite angegeben.',
  ignored: 'Die Datei wird ignoriert. Scannen Sie ein anderes Blatt, oder beenden Sie die Einrichtung.',
  filed: (key) =>
    `Abgelegt. Wählen Sie von jetzt an den Patienten, bevor Sie scannen: Drücken Sie ${key}, und die nächsten Scans gehen dorthin.`,
  chart: 'In der Akte ansehen',
  done: 'Einrichtung beenden',
};

export const setupSteps: Words['setupSteps'] = {
  clinic: 'Praxis',
  folder: 'Scan-Ordner',
  scan: 'Testscan',
};
