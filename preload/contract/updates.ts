import { z } from 'zod';

/** Why the program does not check for updates automatically. */
const updatesOffSchema = z.enum([
  /** A browser shows the window; the program on that machine is updated by other means. */
  'host',
  /** It runs from its sources. */
  'development',
  /** Installed and updated by a software distribution or the system's packages. */
  'managed',
  /** Switched off in the preset by an administrator. */
  'preset',
  /** Built without the address of an update server. */
  'no-server',
  /** Windows: built without the publisher's name that proves an update's origin. */
  'unsigned',
]);

/** Why an update failed. The current version keeps running. */
export const updateFailureSchema = z.enum(['unreachable', 'damaged', 'disk-full', 'not-installed']);
export type UpdateFailure = z.infer<typeof updateFailureSchema>;

/** The state of updates. Times are epoch milliseconds. */
export const updateStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('off'), why: updatesOffSchema }),
  z.object({ kind: z.literal('current'), checkedAt: z.number().nullable() }),
  z.object({ kind: z.literal('checking') }),
  z.object({ kind: z.literal('downloading'), version: z.string(), percent: z.number() }),
  /** Installed when the program is quit and no upload is active. */
  z.object({ kind: z.literal('ready'), version: z.string() }),
  z.object({
    kind: z.literal('failed'),
    failure: updateFailureSchema,
    version: z.string().nullable(),
    at: z.number(),
  }),
]);
export type UpdateState = z.infer<typeof updateStateSchema>;
export type UpdatesOff = z.infer<typeof updatesOffSchema>;
