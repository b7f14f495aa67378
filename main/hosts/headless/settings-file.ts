import Conf from 'conf';
import { z } from 'zod';
import { settingsSchema } from '../../../preload/contract/settings.ts';
import { ChartdropError } from '../../errors.ts';
import type { SettingsStore } from '../../ports.ts';

/**
 * Settings of the headless host, in a file of the data directory. One that cannot be used is refused in words, never
 * silently replaced (case 10).
 */
export function createSettingsFile(directory: string): SettingsStore {
  const open = (): Conf<{ settings: unknown }> => {
    try {
      return new Conf({ cwd: directory, configName: 'settings', clearInvalidConfig: false });
    } catch (thrown) {
      throw new ChartdropError('settings-invalid', { cause: thrown, detail: 'settings.json' });
    }
  };
  const file = open();
  return {
    read() {
      const parsed = settingsSchema.safeParse(file.get('settings') ?? {});
      if (parsed.success) return parsed.data;
      const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
      throw new ChartdropError('settings-invalid', {
        detail: fields.join(', '),
        cause: z.prettifyError(parsed.error),
      });
    },
    write: (settings) => file.set('settings', settings),
  };
}
