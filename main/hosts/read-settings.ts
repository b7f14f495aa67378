import { z } from 'zod';
import { type Settings, settingsSchema } from '../../preload/contract/settings.ts';
import { ChartdropError } from '../base/errors.ts';
import type { Preset } from './preset/preset.ts';

/**
 * Parses the settings of a host's file and adds defaults; a first start uses the preset's. Throws `settings-invalid`
 * with the fields (case 10).
 */
export function readSettings(kept: unknown, preset: Pick<Preset, 'preferences'>): Settings {
  const parsed = settingsSchema.safeParse(kept ?? { preferences: preset.preferences });
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
  throw new ChartdropError('settings-invalid', {
    detail: fields.join(', '),
    cause: z.prettifyError(parsed.error),
  });
}
