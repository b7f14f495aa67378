import { z } from 'zod';

/**
 * Identifies one state of a file's bytes without reading them. Times are nanoseconds as decimal text, since they do not
 * fit a number; the inode is text for the same reason.
 */
const fingerprintSchema = z.object({
  size: z.number().int().nonnegative(),
  modifiedNs: z.string(),
  changedNs: z.string(),
  inode: z.string(),
});
export type Fingerprint = z.infer<typeof fingerprintSchema>;

/** A SHA-256 as 64 lower-case hex digits. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const jobFileSchema = z.object({
  path: z.string(),
  /** The file's own name, as a person knows it. */
  name: z.string(),
  fingerprint: fingerprintSchema,
  /** Hash of the fingerprint's bytes; null until they were read. A large file is read by its upload. */
  sha256: sha256Schema.nullable(),
  /**
   * A scan's private copy of these bytes, kept until they are filed; absent if none was made. `isOnly`: another file
   * has `path` now, or `path` is the copy's own: a part of a stack.
   */
  copy: z.object({ name: z.string(), isOnly: z.boolean() }).optional(),
});
/** A file with the known facts about its bytes. */
export type JobFile = z.infer<typeof jobFileSchema>;
