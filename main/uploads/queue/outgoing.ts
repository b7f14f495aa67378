import { createHash } from 'node:crypto';
import type { JobFile } from '../../files/job-file.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { HeicPhotos } from '../../../preload/contract/settings.ts';
import { type FileBody, type UploadBody, uploadBodyOf } from '../../files/upload-body.ts';
import { ChartdropError } from '../../base/errors.ts';

import { readFingerprint, sameFingerprint } from '../../files/fingerprint.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { isLargeFile } from '../../files/large-file.ts';
import type { PhotoConverter } from '../photos/photo-converter.ts';
import { isHeicName, jpegName } from '../../jobs/sent-file.ts';
import { uploadName } from '../../jobs/upload-name.ts';

/** The bytes to send for a job. */
interface Outgoing {
  readonly fileName: string;
  readonly body: UploadBody;
  /** The SHA-256 of the job's own file as a hex digest; known at the latest when the body has been sent. */
  readonly fileSha256: () => string;
}

export type MakeOutgoing = (job: UploadJob, file: JobFile, signal: AbortSignal) => Promise<Outgoing>;

const pieceBytes = 256 * 1024;

async function bytesOf(body: FileBody): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(body.size);
  let filled = 0;
  for await (const chunk of body.chunks()) {
    // Copied, since a chunk is valid only until the next is requested.
    bytes.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return bytes;
}

/**
 * Prepares the bytes of an upload. A photo's JPEG is made for each try in memory, so that no copy of a patient's
 * picture stays on disk. Its name, size and hash are written into the job first, since verifying uses them. Throws
 * `photo-not-converted`, and what reading the file throws.
 */
export function createOutgoing(deps: {
  writer: JobWriter;
  photos: PhotoConverter;
  heicPhotos: () => HeicPhotos;
}): MakeOutgoing {
  const { writer, photos } = deps;

  const jpegOf = async (file: JobFile, signal: AbortSignal): Promise<Buffer | null> => {
    // No photo is that large.
    const isWanted = deps.heicPhotos() === 'jpeg' && isHeicName(file.name) && !isLargeFile(file);
    return isWanted ? photos.toJpeg(await bytesOf(uploadBodyOf(file)), signal) : null;
  };

  return async (job, file, signal) => {
    const jpeg = await jpegOf(file, signal);
    const body = uploadBodyOf(file);
    if (jpeg === null) {
      if (job.sentAs !== null) writer.edit(job.id, { sentAs: null });
      return { fileName: uploadName({ ...job, file }), body, fileSha256: () => body.sha256() };
    }
    const sentAs = {
      name: jpegName(uploadName({ ...job, file })),
      size: jpeg.length,
      sha256: createHash('sha256').update(jpeg).digest('hex'),
    };
    if (job.sentAs?.sha256 !== sentAs.sha256) writer.edit(job.id, { sentAs });
    return { fileName: sentAs.name, body: bodyOf(jpeg, file), fileSha256: () => body.sha256() };
  };
}

/** In pieces, so that progress follows the network. Ends only if the file is still the one that was converted. */
const bodyOf = (jpeg: Buffer, file: JobFile): UploadBody => ({
  size: jpeg.length,
  async *chunks() {
    for (let at = 0; at < jpeg.length; at += pieceBytes) yield jpeg.subarray(at, at + pieceBytes);
    if (!sameFingerprint(file.fingerprint, await readFingerprint(file.path)))
      throw new ChartdropError('file-changed');
  },
});
