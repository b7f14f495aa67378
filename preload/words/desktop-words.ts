import * as de from './de/desktop.ts';
import type { DesktopWords } from './desktop-shape.ts';
import * as en from './en/desktop.ts';
import * as french from './fr/desktop.ts';
import { withFrenchSpaces } from './french-spaces.ts';
import { speechFor } from './languages.ts';
import { locale } from './locale.ts';

/** The window loads none of them. */
export const desktopCatalogues: Readonly<Record<'en' | 'de' | 'fr', DesktopWords>> = {
  en,
  de,
  fr: withFrenchSpaces<DesktopWords>(french),
};

/** The words in the current language. */
export const desktopWords = (): DesktopWords => desktopCatalogues[speechFor('system', [locale()]).language];
