import type { Preferences } from '../../preload/contract/settings.ts';
import { words } from '../../preload/words/current.ts';
import type { Core } from './core.svelte.ts';
import { speak } from './language.svelte.ts';

const dark = '(prefers-color-scheme: dark)';

/** Applies the light or dark theme as set, or follows the system. Returns a function that stops following. */
export function applyTheme(theme: Preferences['theme']): () => void {
  const media = matchMedia(dark);
  const apply = (): void => {
    const isDark = theme === 'dark' || (theme === 'system' && media.matches);
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  };
  apply();
  media.addEventListener('change', apply);
  return () => media.removeEventListener('change', apply);
}

/** Sets a language, or shows in the current one why it cannot. */
export async function applyLanguage(core: Core, language: Preferences['language']): Promise<void> {
  try {
    await speak(language);
  } catch {
    // The language's file could not be loaded: the program has ended or was updated.
    core.notify(words().shell.languageNotLoaded, true);
  }
}

/** Follows theme and language of the settings. Until they are loaded, uses the system's. */
export function followAppearance(core: Core): () => void {
  let stop = applyTheme('system');
  if (core.isLinked) {
    void core.bridge.call('settings:read', null).then((result) => {
      if (!result.ok) return;
      stop();
      stop = applyTheme(result.value.theme);
      void applyLanguage(core, result.value.language);
    });
  }
  return () => stop();
}
