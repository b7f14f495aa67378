import { z } from 'zod';
import type { Preset } from '../../../preload/contract/preset.ts';
import { type Settings, settingsSchema } from '../../../preload/contract/settings.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { SettingsStore } from '../../base/ports.ts';
import { withPreset } from '../../core/preset/apply-preset.ts';
import type { PcNames } from '../../core/preset/path-variables.ts';

/** The settings in a host's file, with the preset of the PC's administrator. `get` returns undefined before the first start. */
export function createSettingsStore(deps: {
  file: { get(): unknown; set(settings: Settings): void };
  preset: Preset;
  pc: PcNames;
}): SettingsStore {
  const { file, preset, pc } = deps;
  const written = (): Settings | null => {
    const kept = file.get();
    return kept === undefined ? null : parsedSettings(kept);
  };
  return {
    written,
    read: () => withPreset(written(), preset, pc),
    write: (settings) => file.set(settings),
    isLocked: preset.settings === 'locked',
  };
}

/** Parses the settings of a host's file and adds defaults. Throws `settings-invalid` with the fields (case 10). */
function parsedSettings(kept: unknown): Settings {
  const parsed = settingsSchema.safeParse(kept);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
  throw new ChartdropError('settings-invalid', {
    detail: fields.join(', '),
    cause: z.prettifyError(parsed.error),
  });
}
