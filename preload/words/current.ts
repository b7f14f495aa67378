import type { Language } from './languages.ts';
import { locale, setLocale } from './locale.ts';
import type { Words } from './en.ts';
import { en } from './en.ts';

let inUse: { language: Language; words: Words } = { language: 'en', words: en };

/** The words of the language in use; English until another one is set. */
export function words(): Words {
  // Read for whoever tracks it: language and locale change together.
  locale();
  return inUse.words;
}

export const language = (): Language => inUse.language;

/** Speaks another language from now on. `spoken`: a locale in which dates and numbers are written. */
export function setLanguage(next: Language, catalogue: Words, spoken: string): void {
  inUse = { language: next, words: catalogue };
  setLocale(spoken);
}
