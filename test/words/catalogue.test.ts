import { describe, expect, it } from 'vitest';
import { de } from '../../preload/words/de.ts';
import { desktopCatalogues } from '../../preload/words/desktop-words.ts';
import { en } from '../../preload/words/en.ts';
import { fr } from '../../preload/words/fr.ts';
import { sources } from './sources.ts';

type Said = string | ((...given: unknown[]) => string);
const saidBy = (catalogue: object): Map<string, Said> =>
  new Map(
    Object.entries(catalogue).flatMap(([area, words]) =>
      Object.entries(words as Record<string, Said>).map(([key, said]) => [`${area}.${key}`, said]),
    ),
  );
const english = saidBy({ ...en, ...desktopCatalogues.en });
const languages = {
  en: english,
  de: saidBy({ ...de, ...desktopCatalogues.de }),
  fr: saidBy({ ...fr, ...desktopCatalogues.fr }),
};

/** A word's sentence for made-up names, and for a number if it counts. The English shape decides which. */
function sentence(path: string, language: keyof typeof languages, n: number): string {
  const said = languages[language].get(path);
  const shape = english.get(path);
  if (typeof said !== 'function' || typeof shape !== 'function') return String(said);
  const names = Array.from({ length: shape.length }, (_, at) => `Quill${at}feather`);
  // A name in place of a number gives NaN, which shows the number's position.
  const given = names.map((name, at) => {
    const others = names.map((other, where) => (where === at ? NaN : other));
    return shape(...others).includes('NaN') ? n : name;
  });
  return said(...given);
}
const namesIn = (text: string): string[] => [...new Set(text.match(/Quill\d+feather/g))].sort();

/** Words that are the same in both languages. Any other match is a missing translation. */
const sameAsEnglish = {
  de: [
    'demo.mark',
    'history.patient',
    'columns.patient_id',
    'sortFields.patient_id',
    'sortFields.filename',
    'filterFields.filename',
    'columns.filename',
    'settings.updates',
    'people.patient',
    'sheets.passphrase',
  ],
  fr: [
    'preview.pageOf',
    'columns.description',
    'settingNames.description',
    'sortFields.description',
    'filterFields.description',
    'filters.condition',
    'finder.found',
    'finder.results',
    'history.patient',
    'describe.label',
    'columns.patient_id',
    'sortFields.patient_id',
    'archive.patient',
    'pages.open',
    'pages.openOf',
    'keys.control',
    'people.patient',
  ],
} as const;
/** Sentences without words: composed of their arguments, or empty. */
const wordless =
  /^(faults\.withDetail|job\.said|desk\.actOnMany|history\.(change|personAt)|diagnosis\.line|preferenceUnits\.(uploads|largeUploads))$/;

describe.each(['de', 'fr'] as const)('the catalogue in %s', (language) => {
  const paths = [...english.keys()];

  it('has every key of the English one, and no other', () => {
    expect([...languages[language].keys()].sort()).toEqual(paths.toSorted());
  });

  it('leaves only identical words in English', () => {
    const same = paths.filter(
      (path) => !wordless.test(path) && sentence(path, language, 7) === sentence(path, 'en', 7),
    );
    expect(same.sort()).toEqual(sameAsEnglish[language].toSorted());
  });

  it('uses the same arguments as the English sentence, and counts if it counts', () => {
    for (const path of paths) {
      expect(namesIn(sentence(path, language, 7)), path).toEqual(namesIn(sentence(path, 'en', 7)));
      expect(sentence(path, language, 7).includes('7'), path).toBe(sentence(path, 'en', 7).includes('7'));
    }
  });

  it('ends like English: an error without a full stop continues with its detail', () => {
    for (const path of paths.filter((one) => one.startsWith('errors.')))
      expect(sentence(path, language, 7).endsWith('.'), path).toBe(sentence(path, 'en', 7).endsWith('.'));
  });
});

const everySentence = Object.keys(languages).flatMap((name) => {
  const language = name as keyof typeof languages;
  return [...english.keys()].map((path) => ({ language, path, text: sentence(path, language, 1234) }));
});
const found = (pattern: RegExp, only?: string): string[] =>
  everySentence
    .filter(({ language, text }) => (only === undefined || language === only) && pattern.test(text))
    .map(({ language, path, text }) => `${language} ${path}: ${text}`);

describe('typography', () => {
  it('has the apostrophe and quotes of print, and one space between words', () => {
    expect(found(/['"]| {2}|^ | $|\{n\}|\.\.\./)).toEqual([]);
  });

  it('quotes as each language does', () => {
    expect(found(/[„«»]/, 'en')).toEqual([]);
    expect(found(/[«»”]|^[^„]*“/, 'de')).toEqual([]);
    expect(found(/[„“”]/, 'fr')).toEqual([]);
  });

  it('has no space in French at which a mark could begin a line', () => {
    expect(found(/ [;:!?»]|« |[\p{L}][;!?]/u, 'fr')).toEqual([]);
    expect(sentence('proposal.title', 'fr', 0)).toBe('Numériser pour ce patient\u202F?');
    expect(sentence('job.failed', 'fr', 0)).toContain('Échec\u00A0: ');
  });
});

it('the name of a button for a screen reader contains the button’s visible word', () => {
  const pairs = [
    ...['takeBack', 'retry', 'restore', 'wrongPatient', 'change', 'pause', 'resume'].map((key) => [
      `job.${key}`,
      `job.${key}Of`,
    ]),
    ['inbox.assignOne', 'inbox.assignOneOf'],
    ['attachments.save', 'attachments.saveOf'],
    ['acts.change', 'settings.changeOf'],
    ['acts.remove', 'settings.removeOf'],
  ] as [string, string][];
  for (const language of ['en', 'de', 'fr'] as const) {
    for (const [shown, told] of pairs) {
      const whole = sentence(told, language, 0).toLowerCase();
      expect(whole, `${language} ${told}`).toContain(sentence(shown, language, 0).toLowerCase());
    }
  }
});

/** Areas whose keys are looked up by a value of the core, and single keys of other areas. */
const lookedUp = new Set([
  ...['errors', 'steps', 'stepStates', 'waits', 'reasons', 'states', 'attachmentStates', 'folderStates'],
  ...['connections', 'audit', 'updatesOff', 'updateFailures', 'news', 'tray', 'menuRoles', 'deskLists'],
  ...['deskEmpty', 'deskEmptyTexts', 'archivedChoices', 'columns', 'sortFields', 'filterFields'],
  ...['operators', 'themes', 'preferenceLabels', 'preferenceUnits', 'routes', 'routesInShort'],
  ...['filterValues', 'heicPhotos', 'afterFiling', 'watchMethods', 'sharing', 'unavailable'],
  ...['desk', 'attachments', 'history', 'settings'].flatMap((view) => [`nav.${view}`, `menu.${view}`]),
  'menu.find',
  ...['historyChanges', 'settingNames'],
  ...['refusals', 'stuck', 'stuckNews', 'meanings', 'exampleProblems', 'keyNames', 'keyPlaces', 'keyActs'],
  ...['setupSteps', 'sounds'],
]);

describe('every word', () => {
  // Written as `w.area.key` or `words().area.key`, so that this test can find it.
  const text = sources.map((source) => source.text).join('\n');
  const isUsed = (path: string): boolean => {
    const [area = '', key = ''] = path.split('.');
    const isLookedUp = lookedUp.has(area) || lookedUp.has(path);
    return new RegExp(
      `\\b(w|desktop|(?:w|desktopW)ords\\(\\))\\s*\\.${area}\\b\\s*${isLookedUp ? '\\[' : `\\.${key}\\b`}`,
    ).test(text);
  };

  it('is used somewhere', () => {
    expect([...english.keys()].filter((path) => !isUsed(path))).toEqual([]);
  });

  it('that is declared as looked up exists', () => {
    const known = new Set([...english.keys()].flatMap((path) => [path, path.split('.')[0] ?? '']));
    expect([...lookedUp].filter((path) => !known.has(path))).toEqual([]);
  });
});
