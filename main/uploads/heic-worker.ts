import { parentPort, workerData } from 'node:worker_threads';
import { heicToJpeg } from './heic-jpeg.ts';

/** One photo, in a thread of its own: its bytes come with the start, the JPEG, or null, is the one answer. */
void heicToJpeg(Buffer.from(workerData as Uint8Array)).then((jpeg) => parentPort?.postMessage(jpeg));
