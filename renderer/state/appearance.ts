import type { Preferences } from '../../preload/contract/settings.ts';
import { words } from '../../preload/words/current.ts';
import type { Core } from './core.svelte.ts';
import { speak } from './language.svelte.ts';

const dark = '(prefers-color-scheme: dark)';

/** Shows light or dark, as set or as the system says; returns how to stop following. */
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

/** Speaks a language, or says in the one before why not. */
export async function applyLanguage(core: Core, language: Preferences['language']): Promise<void> {
  try {
    await speak(language);
  } catch {
    // Its file could not be fetched: the program behind this window has ended, or is another version by now.
    core.notify(words().shell.languageNotLoaded, true);
  }
}

/** Follows the theme and the language that the settings name, once they are known; until then the system's. */
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
