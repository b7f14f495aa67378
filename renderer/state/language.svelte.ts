import type { Preferences } from '../../preload/contract/settings.ts';
import { setLanguage } from '../../preload/words/current.ts';
import { en, type Words } from '../../preload/words/en.ts';
import { type Language, speechFor } from '../../preload/words/languages.ts';
import { trackReads } from '../../preload/words/locale.ts';

/** English is a part of the window; each other language comes when it is spoken, so that nobody loads all of them. */
const catalogues: Record<Language, () => Promise<Words>> = {
  en: async () => en,
  de: async () => (await import('../../preload/words/de.ts')).de,
  fr: async () => (await import('../../preload/words/fr.ts')).fr,
};

/** Goes up with each change of the language. What has read words or formats has read this, and is shown anew. */
let changes = $state(0);
trackReads(() => changes);
let asked = 0;

/**
 * Speaks what a person set, else what the browser's or Electron's own languages say. Throws what hinders the loading of a
 * language; the one before is then spoken on.
 */
export async function speak(wanted: Preferences['language']): Promise<void> {
  const mine = (asked += 1);
  const { language, locale } = speechFor(wanted, navigator.languages);
  const words = await catalogues[language]();
  // Another one was asked for meanwhile.
  if (mine !== asked) return;
  setLanguage(words, locale);
  document.documentElement.lang = language;
  changes += 1;
}
