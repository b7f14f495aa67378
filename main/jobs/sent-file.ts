import { extname } from 'node:path';
import type { UploadJob } from './job.ts';
import { uploadName } from './upload-name.ts';

/** True for names of photos that can be converted to JPEG. */
export const isHeicName = (name: string): boolean => /^\.hei[cf]$/i.test(extname(name));

/** The name of a photo's JPEG. */
export const jpegName = (name: string): string => `${name.slice(0, -extname(name).length)}.jpg`;

/**
 * The file that the clinic receives and reports for a job: the file itself or its JPEG. The digest is null while the
 * file was not read.
 */
export const sentFor = (
  job: Pick<UploadJob, 'file' | 'sentAs' | 'naming' | 'description' | 'appearedAt'>,
): { name: string; size: number; sha256: string | null } =>
  job.sentAs ?? { name: uploadName(job), size: job.file.fingerprint.size, sha256: job.file.sha256 };
