import { postToStorage } from '../../main/clinic/storage/storage.ts';
import type { PresignedPost } from '../../main/clinic/schemas.ts';
import { hashFileUnless, uploadBodyOf } from '../../main/files/file-content.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { answerOnce } from './one-answer.ts';

/** The file to upload and its destination. */
export interface Order {
  readonly presigned: PresignedPost;
  readonly path: string;
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

/**
 * Chartdrop's upload of one large file in a separate process: one check, then one reading that hashes while sending.
 */
async function upload({ presigned, path }: Order): Promise<Cost> {
  const { signal } = new AbortController();
  const baseRss = process.memoryUsage.rss();
  const uploading = stopwatch();
  const file = await hashFileUnless(path, () => true, signal);
  const body = uploadBodyOf(file);
  await postToStorage({
    network: directNetwork,
    presigned,
    fileName: file.name,
    body,
    signal,
    onProgress: () => undefined,
  });
  return { ...uploading(), sha256: body.sha256(), baseRss, peakRss: process.resourceUsage().maxRSS * 1024 };
}

answerOnce(upload);
