import type { PageLanguage, Preferences } from '../../preload/contract/settings.ts';

/** The settings about pages, read at each use. */
export interface PageSettings {
  readonly isRead: boolean;
  readonly isGuarded: boolean;
  readonly isSuggested: boolean;
  /** Those in which most letters are come first. */
  readonly languages: readonly PageLanguage[];
}

type Wanted = Pick<
  Preferences,
  'readPages' | 'guardPages' | 'suggestPatients' | 'pageLanguages' | 'language'
>;

/** `locale`: the system's, such as `de-AT`; the window uses its language unless a person chose another. */
export function pageSettingsOf(wanted: Wanted, locale: string): PageSettings {
  const window = wanted.language === 'system' ? locale.slice(0, 2).toLowerCase() : wanted.language;
  const chosen = [...new Set(wanted.pageLanguages)];
  return {
    isRead: wanted.readPages,
    isGuarded: wanted.readPages && wanted.guardPages,
    isSuggested: wanted.readPages && wanted.suggestPatients,
    languages: [...chosen.filter((one) => one === window), ...chosen.filter((one) => one !== window)],
  };
}
