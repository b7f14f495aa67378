import { afterEach, describe, expect, it } from 'vitest';
import {
  birthText,
  durationText,
  momentText,
  shareText,
  sizeText,
  speedText,
} from '../../preload/words/format.ts';
import { destinationText, errorText } from '../../preload/words/text.ts';
import { setLanguage } from '../../preload/words/current.ts';
import { desktopWords } from '../../preload/words/desktop-words.ts';
import { de } from '../../preload/words/de.ts';
import { en } from '../../preload/words/en.ts';
import { fr } from '../../preload/words/fr.ts';
import { speechFor } from '../../preload/words/languages.ts';
import { partsOf, strong } from '../../preload/words/strong.ts';
import { somebody } from '../fixtures/job-rows.ts';

const speakEnglish = (): void => setLanguage(en, 'en');
const speakGerman = (): void => setLanguage(de, 'de-DE');
const speakFrench = (): void => setLanguage(fr, 'fr-FR');
afterEach(speakEnglish);

describe('plural forms', () => {
  const counts = [0, 1, 2, 1234];
  const filed = (): string[] => counts.map((n) => desktopWords().news.filed(n));

  it('are English', () => {
    expect(filed()).toEqual([
      '0 files were filed.',
      '1 file was filed.',
      '2 files were filed.',
      '1,234 files were filed.',
    ]);
  });

  it('are German', () => {
    speakGerman();
    expect(filed()).toEqual([
      '0 Dateien wurden abgelegt.',
      '1 Datei wurde abgelegt.',
      '2 Dateien wurden abgelegt.',
      '1.234 Dateien wurden abgelegt.',
    ]);
  });

  it('are French, where nothing counts as one', () => {
    speakFrench();
    expect(filed()).toEqual([
      '0 fichier a été classé.',
      '1 fichier a été classé.',
      '2 fichiers ont été classés.',
      '1\u202F234 fichiers ont été classés.',
    ]);
  });
});

describe('dates and quantities', () => {
  const noon = new Date(2026, 10, 25, 14, 5).getTime();
  const said = (): string[] => [
    birthText('1980-02-03'),
    momentText(noon, noon),
    sizeText(999),
    sizeText(1_250_000),
    sizeText(123_456_789),
    speedText(1_250_000),
    shareText(0.45),
    durationText(4),
    durationText(300),
  ];

  it.each([
    ['en', '3 Feb 1980, 2:05 pm, 999 bytes, 1.3 MB, 123 MB, 1.3 MB/s, 45%, 4 secs, 5 mins', 'en-AU'],
    ['de', '03.02.1980, 14:05, 999 Byte, 1,3 MB, 123 MB, 1,3 MB/s, 45 %, 4 Sek., 5 Min.', 'de-DE'],
    ['fr', '3 févr. 1980, 14:05, 999 octets, 1,3 Mo, 123 Mo, 1,3 Mo/s, 45 %, 4 s, 5 min', 'fr-FR'],
  ] as const)('are written as in %s', (language, expected, locale) => {
    setLanguage({ en, de, fr }[language], locale);
    // Unicode's data has several kinds of spaces, which change between versions.
    expect(said().join(', ').replaceAll(/\s/gu, ' ')).toBe(expected);
  });

  it('leave a text that is no date unchanged, and say if there is none', () => {
    expect(birthText('someday')).toBe('someday');
    expect(birthText(null)).toBe('no date of birth');
    speakGerman();
    expect(birthText(null)).toBe('ohne Geburtsdatum');
  });
});

describe('sentences about data', () => {
  it('follow the language', () => {
    const clinic = { code: 'record-refused', detail: 'size' } as const;
    expect([errorText(clinic), destinationText(somebody)]).toEqual([
      'Cliniko refused this record: size',
      'Jane Citizen (Feb 3, 1980, #1968645883121642782)',
    ]);
    speakFrench();
    expect([errorText(clinic), destinationText(somebody)]).toEqual([
      'Cliniko a refusé cette fiche\u00A0: size',
      'Jane Citizen (3 févr. 1980, #1968645883121642782)',
    ]);
  });

  it('shows marked parts of a sentence in bold, wherever they are, and ignores marks in names', () => {
    expect(partsOf(`Drop for ${strong('<b>Li</b>')}.`)).toEqual([
      { text: 'Drop for ', isStrong: false },
      { text: '<b>Li</b>', isStrong: true },
      { text: '.', isStrong: false },
    ]);
    expect(partsOf('Plain.')).toEqual([{ text: 'Plain.', isStrong: false }]);
  });
});

describe('the language', () => {
  it.each([
    ['system', ['de-CH', 'fr-CH'], 'de', 'de-CH'],
    ['system', ['en-AU'], 'en', 'en-AU'],
    ['system', ['fr'], 'fr', 'fr'],
    // A language that Chartdrop lacks: English words, with the system's dates.
    ['system', ['pt-BR', 'fr-FR'], 'en', 'pt-BR'],
    ['system', [], 'en', 'en'],
    ['de', ['en-AU'], 'de', 'de'],
    ['de', ['en-AU', 'de-AT'], 'de', 'de-AT'],
    ['en', ['de-DE', 'en-NZ'], 'en', 'en-NZ'],
  ] as const)('wanted as %s on a system of %j is %s, written as %s', (wanted, locales, language, locale) => {
    expect(speechFor(wanted, locales)).toEqual({ language, locale });
  });
});
