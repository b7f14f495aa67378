import { locale, setLocale } from './locale.ts';
import type { Words } from './en.ts';
import { en } from './en.ts';

let inUse: Words = en;

/** The words in the current language; English by default. */
export function words(): Words {
  // Read so that reactive readers update: language and locale change together.
  locale();
  return inUse;
}

/** Sets the language. `spoken`: the locale for dates and numbers. */
export function setLanguage(catalogue: Words, spoken: string): void {
  inUse = catalogue;
  setLocale(spoken);
}
