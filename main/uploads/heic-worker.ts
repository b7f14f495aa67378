import { parentPort, workerData } from 'node:worker_threads';
import { heicToJpeg } from './heic-jpeg.ts';

/** One photo, in a thread of its own: its bytes come with the start, the JPEG, or null, is the one answer. */
const jpeg = await heicToJpeg(Buffer.from(workerData as Uint8Array));
parentPort?.postMessage(jpeg);
