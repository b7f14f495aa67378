import type { Preferences } from '../../preload/contract/settings.ts';
import { setLanguage } from '../../preload/words/current.ts';
import type { Words } from '../../preload/words/en.ts';
import { type Language, speechFor } from '../../preload/words/languages.ts';
import { trackReads } from '../../preload/words/locale.ts';

/** A window loads the one that it speaks. */
const catalogues: Record<Language, () => Promise<Words>> = {
  en: async () => (await import('../../preload/words/en.ts')).en,
  de: async () => (await import('../../preload/words/de.ts')).de,
  fr: async () => (await import('../../preload/words/fr.ts')).fr,
};

/** Increases with each language change. Everything that reads words or formats reads this too, and updates. */
let changes = $state(0);
trackReads(() => changes);
let asked = 0;

/**
 * Sets the chosen language, or else the first supported one of the browser or Electron. Throws if its file cannot be
 * loaded; the previous language stays.
 */
export async function speak(wanted: Preferences['language']): Promise<void> {
  const mine = (asked += 1);
  const { language, locale } = speechFor(wanted, navigator.languages);
  const words = await catalogues[language]();
  // Another language was chosen meanwhile.
  if (mine !== asked) return;
  setLanguage(words, locale);
  document.documentElement.lang = language;
  changes += 1;
}
