import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('de');

export const confirmKey: Words['confirmKey'] = {
  message: 'Den API-Schlüssel ersetzen?',
  detail: 'Von jetzt an gehen Dateien an das Cliniko-Konto des neuen Schlüssels.',
  waits: (n) =>
    count(n, {
      one: '{n} Datei ist noch nicht abgelegt. Nur ein Schlüssel desselben Cliniko-Kontos kann sie ablegen.',
      other:
        '{n} Dateien sind noch nicht abgelegt. Nur ein Schlüssel desselben Cliniko-Kontos kann sie ablegen.',
    }),
  yes: 'Schlüssel ersetzen',
};

export const host: Words['host'] = {
  heading: 'Dieser Computer',
  openAtLogin: 'Chartdrop im Hintergrund starten, wenn ich mich anmelde',
};

export const handed: Words['handed'] = {
  inbox: (n) =>
    count(n, {
      one: '{n} Datei wurde in den Eingang gelegt.',
      other: '{n} Dateien wurden in den Eingang gelegt.',
    }),
  linkRefused: 'Chartdrop findet in diesem Link keinen Patienten oder Fall. Es wurde nichts geändert.',
};

export const proposal: Words['proposal'] = {
  title: 'Für diesen Patienten scannen?',
  origin:
    'Ein Link von außerhalb nennt diesen Patienten. Vergleichen Sie Name, Geburtsdatum und Nummer, bevor Sie wählen.',
  looking: 'Der Patient wird in Cliniko gesucht …',
  ignore: 'Ignorieren',
};
