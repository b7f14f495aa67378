import { z } from 'zod';
import { errorCodeSchema } from './errors.ts';

/**
 * Why an entry of a scan folder, or of a drop, is no scan: its type is not in the folder's list, it has no type, it is
 * hidden or belongs to the system, a pattern ignores it, it is in a subfolder that is not watched, or it is no file.
 */
export const refusalRules = ['type', 'no-type', 'hidden', 'ignored', 'subfolder', 'no-file'] as const;
export const refusalRuleSchema = z.enum(refusalRules);
export type RefusalRule = z.infer<typeof refusalRuleSchema>;

/** Entries that one rule refuses, with some of their names. */
const refusedSchema = z.object({
  rule: refusalRuleSchema,
  count: z.number().int(),
  examples: z.array(z.string()),
});
export type Refused = z.infer<typeof refusedSchema>;

/** The entries of a drop or paste, or of opened files, that were not taken: left out by a rule, or for an error. */
export const notTakenSchema = z.object({
  refused: z.array(refusedSchema),
  failed: z.array(z.object({ name: z.string(), code: errorCodeSchema })),
});
export type NotTaken = z.infer<typeof notTakenSchema>;

const stuckSchema = z.object({
  /** A file that cannot be taken, a subfolder that cannot be listed, or a filed file that cannot be put away. */
  kind: z.enum(['file', 'subfolder', 'put-away']),
  /** The path inside the scan folder, with `/` between parts. */
  name: z.string(),
  code: errorCodeSchema,
  /** Epoch milliseconds. */
  since: z.number(),
});
export type Stuck = z.infer<typeof stuckSchema>;

/** Entries of one scan folder that are stuck for one reason, or the whole folder. */
export const stuckNewsSchema = z.object({
  path: z.string(),
  kind: z.enum([...stuckSchema.shape.kind.options, 'folder']),
  code: errorCodeSchema,
  count: z.number().int(),
});
export type StuckNews = z.infer<typeof stuckNewsSchema>;

/** Every entry of a scan folder that is no job, each counted once; and the filed files that are not put away. */
export const folderAccountSchema = z.object({
  /** Files that are still being written, or checked. */
  unfinished: z.number().int(),
  /** Files that were already in the folder when it was added or changed, and are skipped. */
  leftAlone: z.number().int(),
  refused: z.array(refusedSchema),
  /** The oldest first; `stuckCount` counts those that are left out, too. */
  stuck: z.array(stuckSchema),
  stuckCount: z.number().int(),
  /** Why the whole folder cannot be read at present, and since when, in epoch milliseconds. */
  blocked: z.object({ code: errorCodeSchema, since: z.number() }).nullable(),
});
export type FolderAccount = z.infer<typeof folderAccountSchema>;

/** The account of a folder that is not watched. */
export const emptyAccount: FolderAccount = {
  unfinished: 0,
  leftAlone: 0,
  refused: [],
  stuck: [],
  stuckCount: 0,
  blocked: null,
};
