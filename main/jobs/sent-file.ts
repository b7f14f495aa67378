import { extname } from 'node:path';
import type { UploadJob } from './job.ts';
import { uploadName } from './upload-name.ts';

/** True for the names of photos that can be sent as a JPEG in their place. */
export const isHeicName = (name: string): boolean => /^\.hei[cf]$/i.test(extname(name));

/** The name of the JPEG that is made of a photo. */
export const jpegName = (name: string): string => `${name.slice(0, -extname(name).length)}.jpg`;

/**
 * What the clinic is given for a job and tells of it: the file itself, or the JPEG that was made of it. The digest is
 * null while nobody has read the file.
 */
export const sentFor = (
  job: Pick<UploadJob, 'file' | 'sentAs' | 'naming' | 'description' | 'appearedAt'>,
): { name: string; size: number; sha256: string | null } =>
  job.sentAs ?? { name: uploadName(job), size: job.file.fingerprint.size, sha256: job.file.sha256 };
