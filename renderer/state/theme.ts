import type { Preferences } from '../../preload/contract/settings.ts';
import type { Core } from './core.svelte.ts';

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

/** Follows the theme that the settings name, once they are known; until then the system's. */
export function followTheme(core: Core): () => void {
  let stop = applyTheme('system');
  if (core.isLinked) {
    void core.bridge.call('settings:read', null).then((result) => {
      stop();
      if (result.ok) stop = applyTheme(result.value.theme);
    });
  }
  return () => stop();
}
