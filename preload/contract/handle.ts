import { z } from 'zod';

/**
 * Stands for a file or folder that a person gave: by the system's dialog, a drop, or the folder browser of `serve`. The host
 * alone knows the path behind it. It is good for one window, for ten minutes, and for one act.
 */
export const handleSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{32}$/, 'not a handle')
  .brand<'Handle'>();
export type Handle = z.infer<typeof handleSchema>;

/** The name of one folder inside another: no path. */
export const folderNameSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^(?!\.)[^/\\\0]+$/, 'not the name of a folder');
