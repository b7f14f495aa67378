import type { Preferences } from '../contract/settings.ts';

/** The languages that Chartdrop speaks, each under its own name: whoever cannot read the others finds it. */
export const languageNames = { en: 'English', de: 'Deutsch', fr: 'Français' } as const;
export type Language = keyof typeof languageNames;

const isLanguage = (tag: string): tag is Language => Object.hasOwn(languageNames, tag);
const languageOf = (locale: string): string => locale.split(/[-_]/)[0]?.toLowerCase() ?? '';

export interface Speech {
  readonly language: Language;
  /** BCP 47: how dates and numbers are written. */
  readonly locale: string;
}

/**
 * The language and locale for what a person set and what the system prefers, most wanted first. A chosen language takes
 * the system's locale of that language where there is one: English in Australia writes its dates as Australia does.
 * Where the system speaks what Chartdrop does not, words are English and dates stay the system's.
 */
export function speechFor(wanted: Preferences['language'], locales: readonly string[]): Speech {
  if (wanted !== 'system') {
    return { language: wanted, locale: locales.find((one) => languageOf(one) === wanted) ?? wanted };
  }
  const [first = 'en'] = locales;
  const language = languageOf(first);
  return { language: isLanguage(language) ? language : 'en', locale: first };
}
