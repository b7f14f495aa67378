import { z } from 'zod';

/** Why the program does not look for updates by itself. */
const updatesOffSchema = z.enum([
  /** A browser shows the window; the program on that machine is somebody else's to update. */
  'host',
  /** It runs from its sources. */
  'development',
  /** Software distribution or the system's packages installed it, and bring its updates. */
  'managed',
  /** Whoever manages these PCs switched it off. */
  'preset',
  /** It was built without the address of an update server. */
  'no-server',
  /** Windows: it was built without the name by which updates are known to be its maker's. */
  'unsigned',
]);

/** Why an update did not come: the old version goes on. */
export const updateFailureSchema = z.enum(['unreachable', 'damaged', 'disk-full', 'not-installed']);
export type UpdateFailure = z.infer<typeof updateFailureSchema>;

/** How the program stands with its updates. Times are epoch milliseconds. */
export const updateStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('off'), why: updatesOffSchema }),
  z.object({ kind: z.literal('current'), checkedAt: z.number().nullable() }),
  z.object({ kind: z.literal('checking') }),
  z.object({ kind: z.literal('downloading'), version: z.string(), percent: z.number() }),
  /** Installed when the program is quit and nothing is under way. */
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
