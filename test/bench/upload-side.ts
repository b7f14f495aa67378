import { postToStorage } from '../../main/clinic/storage/storage.ts';
import type { PresignedPost } from '../../main/clinic/schemas.ts';
import { withContent } from '../../main/files/file-content.ts';
import { uploadBodyOf } from '../../main/files/upload-body.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { answerOnce } from './one-answer.ts';
import { ownPeakRss } from './process-cost.ts';

/** A file to upload and its destination. */
interface Sent {
  readonly presigned: PresignedPost;
  readonly path: string;
}

/** The file sent before the measurement, as by a program that runs all day, and the measured one. */
export interface Order {
  readonly before: Sent;
  readonly measured: Sent;
}

/** Milliseconds, and bytes. */
export interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Digest of the sent bytes, in hex. */
  readonly sha256: string;
  readonly baseRss: number;
  /** The peak of the complete process. */
  readonly peakRss: number;
}

/** Call the result at the end of the measurement. */
function stopwatch(): () => { wallMs: number; cpuMs: number } {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    return { wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
  };
}

/** Chartdrop's upload of one large file: one check, then one reading that hashes while sending. Resolves to its digest. */
async function send({ presigned, path }: Sent): Promise<string> {
  const { signal } = new AbortController();
  const file = await withContent(path, { mayGoUnread: () => true, signal }, (unread) =>
    Promise.resolve(unread),
  );
  const body = uploadBodyOf(file);
  await postToStorage({
    network: directNetwork,
    presigned,
    fileName: file.name,
    body,
    signal,
    onProgress: () => undefined,
  });
  return body.sha256();
}

/** Both uploads, in a separate process. */
async function upload({ before, measured }: Order): Promise<Cost> {
  const baseRss = process.memoryUsage.rss();
  await send(before);
  const uploading = stopwatch();
  const sha256 = await send(measured);
  return { ...uploading(), sha256, baseRss, peakRss: ownPeakRss() };
}

answerOnce(upload);
