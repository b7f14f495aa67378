import { z } from 'zod';

/**
 * Represents a file or folder that a person chose: in the system's dialog, by a drop, or in the folder browser of
 * `serve`. Only the host knows its path. Valid for one window, ten minutes and one act.
 */
export const handleSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{32}$/, 'not a handle')
  .brand<'Handle'>();
export type Handle = z.infer<typeof handleSchema>;

/** The name of a folder inside another, without a path. */
export const folderNameSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^(?!\.)[^/\\\0]+$/, 'not the name of a folder');
