import * as de from './de/desktop.ts';
import * as en from './en/desktop.ts';
import * as french from './fr/desktop.ts';
import { withFrenchSpaces } from './french-spaces.ts';
import { speechFor } from './languages.ts';
import { locale } from './locale.ts';

/** The desktop program's words outside the window, which loads none of them. */
export type DesktopWords = typeof en;
export const desktopCatalogues: Readonly<Record<'en' | 'de' | 'fr', DesktopWords>> = {
  en,
  de,
  fr: withFrenchSpaces<DesktopWords>(french),
};

/** The words in the current language. */
export const desktopWords = (): DesktopWords => desktopCatalogues[speechFor('system', [locale()]).language];
