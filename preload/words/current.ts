import type { Language } from './languages.ts';
import { locale, setLocale } from './locale.ts';
import type { Words } from './en.ts';
import { en } from './en.ts';

let inUse: { language: Language; words: Words } = { language: 'en', words: en };

/** The words in the current language; English by default. */
export function words(): Words {
  // Read so that reactive readers update: language and locale change together.
  locale();
  return inUse.words;
}

export const language = (): Language => inUse.language;

/** Sets the language. `spoken`: the locale for dates and numbers. */
export function setLanguage(next: Language, catalogue: Words, spoken: string): void {
  inUse = { language: next, words: catalogue };
  setLocale(spoken);
}
