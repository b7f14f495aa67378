import type * as english from './en/desktop.ts';

/** The desktop program's words outside the window, by area and key. */
export type DesktopWords = typeof english;
