import { locale, setLocale } from './locale.ts';
import type { Words } from './en.ts';

/** None is built in, so that a window loads one catalogue only. */
let inUse: Words | null = null;

/** The words in the current language. Throws before a language was set. */
export function words(): Words {
  // Read so that reactive readers update: language and locale change together.
  locale();
  if (inUse === null) throw new Error('no language was set');
  return inUse;
}

/** Sets the language. `spoken`: the locale for dates and numbers. */
export function setLanguage(catalogue: Words, spoken: string): void {
  inUse = catalogue;
  setLocale(spoken);
}
