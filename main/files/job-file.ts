import { z } from 'zod';

/**
 * What tells one state of a file's bytes from another without reading them. Times are nanoseconds as decimal text,
 * since they do not fit a number; the inode is text for the same reason.
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
  /** Of the bytes that the fingerprint belongs to; null until they were read. The upload of a large file reads them. */
  sha256: sha256Schema.nullable(),
  /**
   * A scan's private copy of these bytes, kept until they are filed; absent where none was made. `isOnly`: `path` holds
   * another file by now.
   */
  copy: z.object({ name: z.string(), isOnly: z.boolean() }).optional(),
});
/** A file with what is known of its bytes. */
export type JobFile = z.infer<typeof jobFileSchema>;
