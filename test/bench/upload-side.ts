import { createClinic } from '../../main/clinic/clinic.ts';
import { postToStorage } from '../../main/clinic/storage.ts';
import { userAgent } from '../../main/hosts/product.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { hashFile, uploadBodyOf } from '../../main/uploads/file-content.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { directNetwork } from '../fakes/direct-network.ts';

/** What to upload, and where to. */
export interface Order {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly patientId: string;
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
async function upload({ apiUrl, apiKey, patientId, path }: Order): Promise<Cost> {
  const { signal } = new AbortController();
  const clinic = createClinic({
    network: directNetwork,
    apiKey: () => apiKey,
    baseUrl: apiUrl,
    userAgent,
    rateLimit: { requests: 1000, windowMs: 1000 },
    clock: systemClock,
  });
  const patient = patientIdSchema.parse(patientId);
  const presigned = await clinic.client.presignedPost(patient, { priority: 'background', signal });
  const baseRss = process.memoryUsage.rss();
  const hashing = stopwatch();
  const file = await hashFile(path, signal);
  const hash = hashing();
  const posting = stopwatch();
  const body = uploadBodyOf(file);
  await postToStorage({
    network: directNetwork,
    presigned,
    fileName: file.name,
    body,
    signal,
    onProgress: () => undefined,
  });
  const post = posting();
  return { hash, post, baseRss, peakRss: process.resourceUsage().maxRSS * 1024 };
}

process.once('message', (order: Order) => {
  void upload(order).then((cost) => process.send?.(cost, () => process.disconnect()));
});
