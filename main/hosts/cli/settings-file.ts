import Conf from 'conf';
import { ChartdropError } from '../../base/errors.ts';
import type { SettingsStore } from '../../base/ports.ts';
import { type Preset, presetSchema } from '../preset/preset.ts';
import { readSettings } from '../read-settings.ts';

/**
 * Settings of the headless host in a file of the data directory. An invalid file is refused with a reason, never
 * replaced silently (case 10).
 */
export function createSettingsFile(
  directory: string,
  preset: Preset = presetSchema.parse({}),
): SettingsStore {
  const open = (): Conf<{ settings: unknown }> => {
    try {
      return new Conf({
        cwd: directory,
        configName: 'settings',
        clearInvalidConfig: false,
        configFileMode: 0o600,
      });
    } catch (thrown) {
      throw new ChartdropError('settings-invalid', { cause: thrown, detail: 'settings.json' });
    }
  };
  const file = open();
  return {
    read: () => readSettings(file.get('settings'), preset),
    write: (settings) => file.set('settings', settings),
  };
}
