import { Worker } from 'node:worker_threads';
import { asChartdropError, ChartdropError } from '../errors.ts';
import { createSlots } from './slots.ts';

export interface PhotoConverter {
  /**
   * A HEIC photo as a JPEG; null where the bytes are no such photo, or more than one (see `heicToJpeg`). Throws
   * `photo-not-converted` and `aborted`.
   */
  toJpeg(heic: Uint8Array, signal: AbortSignal): Promise<Buffer | null>;
}

/** Milliseconds; a photo of 12 megapixels takes about two seconds, of 48 four times as long. What takes this long is none. */
const patienceMs = 60_000;

/** Beside this module, as source or built. Electron reads a thread's script from its archive, too (its pull request 33216). */
const script = new URL(
  import.meta.url.endsWith('.ts') ? './heic-worker.ts' : './heic-worker.cjs',
  import.meta.url,
);

function inThread(heic: Uint8Array, signal: AbortSignal): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    // What the decoder prints about broken files is kept from the terminal, where `--json` is read.
    const worker = new Worker(script, { workerData: heic, stdout: true, stderr: true });
    // With it goes all memory of the decoder, which gives none back by itself.
    const end = (): void => void worker.terminate();
    signal.addEventListener('abort', end);
    worker.once('message', (answer: Uint8Array | null) => {
      resolve(answer === null ? null : Buffer.from(answer));
      end();
    });
    worker.once('error', (cause: unknown) => reject(new ChartdropError('photo-not-converted', { cause })));
    // Comes last, whatever ended it; a promise that is settled stays so.
    worker.once('exit', () => {
      signal.removeEventListener('abort', end);
      reject(new ChartdropError('photo-not-converted'));
    });
  });
}

/** Converts in a thread, so that the window stays quick; one at a time, since each takes hundreds of megabytes. */
export function createPhotoConverter(): PhotoConverter {
  const turns = createSlots(1);
  return {
    toJpeg: (heic, signal) =>
      turns.run(async () => {
        if (signal.aborted) throw new ChartdropError('aborted');
        const end = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
        return inThread(heic, end).catch((thrown: unknown) => {
          throw signal.aborted ? new ChartdropError('aborted') : asChartdropError(thrown);
        });
      }),
  };
}
