import { locale, setLocale } from './locale.ts';
import type { Words } from './en.ts';
import { en } from './en.ts';

let inUse: Words = en;

/** The words of the language in use; English until another one is set. */
export function words(): Words {
  // Read for whoever tracks it: language and locale change together.
  locale();
  return inUse;
}

/** Speaks another language from now on. `spoken`: a locale in which dates and numbers are written. */
export function setLanguage(catalogue: Words, spoken: string): void {
  inUse = catalogue;
  setLocale(spoken);
}
