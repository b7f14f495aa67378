import { z } from 'zod';
import { handleSchema } from './handle.ts';

/** A change that an import makes. Values as in the history. */
const settingChangeSchema = z.discriminatedUnion('kind', [
  /** `folder`: the path of the scan folder; null for a preference. */
  z.object({
    kind: z.literal('changed'),
    folder: z.string().nullable(),
    name: z.string(),
    from: z.string(),
    to: z.string(),
  }),
  z.object({
    kind: z.literal('folder-added'),
    folder: z.string(),
    route: z.enum(['inbox', 'active', 'page', 'filename', 'subfolder']),
  }),
  /** Numbers of chosen practitioners; 0: all. */
  z.object({ kind: z.literal('practitioners'), from: z.number().int(), to: z.number().int() }),
]);
export type SettingChange = z.infer<typeof settingChangeSchema>;

/** The changes of an import. */
export const importPlanSchema = z.object({
  changes: z.array(settingChangeSchema),
  /** Fields that count only in an administrator's preset. */
  ignored: z.array(z.string()),
  /** Names this plan: an import applies exactly the changes that were shown. */
  plan: z.string(),
});
export type ImportPlan = z.infer<typeof importPlanSchema>;

/** A file with settings: a chosen one by its handle, or its text on a host without a native dialog. */
export const settingsFileSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('chosen'), chosen: handleSchema }),
  z.object({ kind: z.literal('text'), text: z.string().max(200_000) }),
]);
