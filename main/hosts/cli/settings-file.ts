import Conf from 'conf';
import { ChartdropError } from '../../base/errors.ts';
import type { Log, SettingsStore } from '../../base/ports.ts';
import { type Preset, presetSchema } from '../../../preload/contract/preset.ts';
import { commandLine } from '../../../preload/words/en/command-line.ts';
import { readPcNames } from '../preset/pc-names.ts';
import { readPreset, systemPresetFile } from '../preset/preset.ts';
import { createSettingsStore } from '../preset/settings-store.ts';
import type { Io } from './io.ts';

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
  return createSettingsStore({
    file: { get: () => file.get('settings'), set: (settings) => file.set('settings', settings) },
    preset,
    pc: readPcNames(),
  });
}

/** The administrator's preset. Skipped and logged if others could have written it. */
export const systemPreset = (log: Log, io: Io): Preset =>
  readPreset(
    [{ path: systemPresetFile(process.platform, io.env), guard: 'administrator' }],
    (refused, path) => {
      log.warn('preset-refused', { refused });
      io.err(commandLine.presetRefused(path, refused));
    },
  );
