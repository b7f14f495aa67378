import { createHash } from 'node:crypto';
import type { JobFile } from '../../files/job-file.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { HeicPhotos } from '../../../preload/contract/settings.ts';
import type { UploadBody } from '../../files/upload-body.ts';
import { ChartdropError } from '../../base/errors.ts';
import { type FileBody, uploadBodyOf } from '../../files/file-content.ts';
import { readFingerprint, sameFingerprint } from '../../files/fingerprint.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { isLargeFile } from '../../files/large-file.ts';
import type { PhotoConverter } from '../photos/photo-converter.ts';
import { isHeicName, jpegName } from '../../jobs/sent-file.ts';
import { uploadName } from '../../jobs/upload-name.ts';

/** What is sent for a job. */
interface Outgoing {
  readonly fileName: string;
  readonly body: UploadBody;
  /** The SHA-256 of the job's own file, as a hex digest; known at the latest when the body has been sent. */
  readonly fileSha256: () => string;
}

export type MakeOutgoing = (job: UploadJob, file: JobFile, signal: AbortSignal) => Promise<Outgoing>;

const pieceBytes = 256 * 1024;

async function bytesOf(body: FileBody): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(body.size);
  let filled = 0;
  for await (const chunk of body.chunks()) {
    // Copied: a chunk's bytes are there until the next is asked for.
    bytes.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return bytes;
}

/**
 * Gets ready what an upload sends. Where photos are wanted as JPEG it is made anew for each try, in memory, and no copy of
 * a patient's picture is left on the disk; what it was is written into the job first, since a look into the patient's
 * list goes by it. Throws `photo-not-converted`, and what reading the file throws.
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

/** In pieces, so that progress is told as the network takes them. Ends only while the file is what it was made of. */
const bodyOf = (jpeg: Buffer, file: JobFile): UploadBody => ({
  size: jpeg.length,
  async *chunks() {
    for (let at = 0; at < jpeg.length; at += pieceBytes) yield jpeg.subarray(at, at + pieceBytes);
    if (!sameFingerprint(file.fingerprint, await readFingerprint(file.path)))
      throw new ChartdropError('file-changed');
  },
});
