import { z } from 'zod';
import { type Settings, settingsSchema } from '../../preload/contract/settings.ts';
import { ChartdropError } from '../errors.ts';

/** Settings as a host's file holds them, defaults filled in. Throws `settings-invalid`, naming the fields (case 10). */
export function readSettings(kept: unknown): Settings {
  const parsed = settingsSchema.safeParse(kept ?? {});
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
  throw new ChartdropError('settings-invalid', {
    detail: fields.join(', '),
    cause: z.prettifyError(parsed.error),
  });
}
