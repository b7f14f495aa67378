import type { Preferences } from '../contract/settings.ts';

/** The languages of Chartdrop under their own names, so that each person recognises theirs. */
export const languageNames = { en: 'English', de: 'Deutsch', fr: 'Français' } as const;
export type Language = keyof typeof languageNames;

const isLanguage = (tag: string): tag is Language => Object.hasOwn(languageNames, tag);
const languageOf = (locale: string): string => locale.split(/[-_]/)[0]?.toLowerCase() ?? '';

export interface Speech {
  readonly language: Language;
  /** A BCP 47 tag: how dates and numbers are written. */
  readonly locale: string;
}

/**
 * The language and locale for a person's setting and the system's preferences, most wanted first. A chosen language
 * uses the system's locale of that language if there is one, such as Australian dates for English. If Chartdrop lacks
 * the system's language, words are English and dates keep the system's locale.
 */
export function speechFor(wanted: Preferences['language'], locales: readonly string[]): Speech {
  if (wanted !== 'system') {
    return { language: wanted, locale: locales.find((one) => languageOf(one) === wanted) ?? wanted };
  }
  const [first = 'en'] = locales;
  const language = languageOf(first);
  return { language: isLanguage(language) ? language : 'en', locale: first };
}
