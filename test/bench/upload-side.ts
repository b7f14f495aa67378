import { postToStorage } from '../../main/clinic/storage.ts';
import type { PresignedPost } from '../../main/clinic/schemas.ts';
import { hashFile, uploadBodyOf } from '../../main/uploads/file-content.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { answerOnce } from './one-answer.ts';

/** What to upload, and where to. */
export interface Order {
  readonly presigned: PresignedPost;
  readonly path: string;
}

/** Milliseconds, and bytes. */
export interface Cost {
  /** Reading the file once to know its SHA-256, before anything is sent. */
  readonly hash: { wallMs: number; cpuMs: number };
  /** The storage post alone: what curl does too. */
  readonly post: { wallMs: number; cpuMs: number };
  readonly baseRss: number;
  /** Of the process in its whole life. */
  readonly peakRss: number;
}

/** To be called again at the end of what is measured. */
function stopwatch(): () => { wallMs: number; cpuMs: number } {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    return { wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
  };
}

/** Chartdrop's own way of one file, in a process of its own: hash, then post the bytes that are proven to be those. */
async function upload({ presigned, path }: Order): Promise<Cost> {
  const { signal } = new AbortController();
  const baseRss = process.memoryUsage.rss();
  const hashing = stopwatch();
  const file = await hashFile(path, signal);
  const hash = hashing();
  const posting = stopwatch();
  await postToStorage({
    network: directNetwork,
    presigned,
    fileName: file.name,
    body: uploadBodyOf(file),
    signal,
    onProgress: () => undefined,
  });
  return { hash, post: posting(), baseRss, peakRss: process.resourceUsage().maxRSS * 1024 };
}

answerOnce(upload);
