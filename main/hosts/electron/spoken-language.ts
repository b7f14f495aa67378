import type { App } from 'electron';
import type { Preferences } from '../../../preload/contract/settings.ts';
import { setLanguage } from '../../../preload/words/current.ts';
import { de } from '../../../preload/words/de.ts';
import { en } from '../../../preload/words/en.ts';
import { fr } from '../../../preload/words/fr.ts';
import { speechFor } from '../../../preload/words/languages.ts';
import type { Desk } from '../../core/desk.ts';
import type { Stop } from '../../base/ports.ts';

const catalogues = { en, de, fr };

/** Sets the language chosen in the settings, or the system's, as the window does. Call it when Electron is ready. */
export function speak(app: Pick<App, 'getLocale'>, wanted: Preferences['language']): void {
  const locale = app.getLocale();
  const speech = speechFor(wanted, locale === '' ? [] : [locale]);
  setLanguage(catalogues[speech.language], speech.locale);
}

/** Follows the language in the settings. `onChanged` updates texts that are already shown. */
export function followLanguage(
  app: Pick<App, 'getLocale'>,
  desk: Pick<Desk, 'preferences' | 'listen'>,
  onChanged: () => void,
): Stop {
  let spoken = desk.preferences().language;
  speak(app, spoken);
  return desk.listen({
    onDeskChanged() {
      const wanted = desk.preferences().language;
      if (wanted === spoken) return;
      spoken = wanted;
      speak(app, wanted);
      onChanged();
    },
  });
}
