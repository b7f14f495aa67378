import { createCipheriv, createHash } from 'node:crypto';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import { heicToJpeg } from '../../main/decoder/formats/heic-jpeg.ts';
import { photoWithProfile } from '../fixtures/heic-photo.ts';
import type { PlannedFile, RoundPlan } from './plan.ts';

/** Some files take long to read, so that a change during an upload can affect half of it. */
const largeBytes = 20 * 1024 * 1024;

/** The bytes of a version of a file: determined by the seed, and different for every file, round and version. */
export function fileBytes(plan: RoundPlan, file: PlannedFile, version: number): Buffer {
  const number = file.sameAs ?? file.number;
  const key = createHash('sha256').update(`${plan.seed}/${number}/${version}`).digest();
  if (file.type === 'dcm') {
    return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(largeBytes));
  }
  // Photos of the same picture that differ by their colour profile, which the JPEG keeps.
  if (file.type === 'heic') return photoWithProfile(key.toString('hex'));
  return seedFile(file.type, key.readUInt32LE(0));
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The bytes that the clinic receives: the file, or the JPEG of a photo. */
export interface Sent {
  readonly sha256: string;
  readonly size: number;
}

export async function sentOf(file: PlannedFile, bytes: Buffer): Promise<Sent | null> {
  const sent = file.type === 'heic' ? await heicToJpeg(bytes) : bytes;
  return sent && { sha256: sha256Of(sent), size: sent.length };
}
