import { readdirSync, readFileSync } from 'node:fs';
import type { Clock, Decoder } from '../../main/base/ports.ts';
import type { Outcome } from './attack.ts';

/** The memory limit of the decoder process, in bytes: SECURITY.md. */
const most = 600_000_000;
const width = 1400;

/** Ids of this process' children; empty if the system does not list them. */
function children(): string[] {
  try {
    return readdirSync('/proc/self/task').flatMap((task) =>
      readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
    );
  } catch {
    return [];
  }
}

/** The most resident bytes of a process; 0 if it has ended. */
function peakOf(id: string): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

export interface DecoderScene {
  /** The result of showing a page: `page`, or the code of an error. */
  readonly show: (bytes: Buffer, page?: number) => Promise<string>;
  /** The result of OCR of a scan's first page: `lines`, or the code of an error. */
  readonly scan: (bytes: Buffer) => Promise<string>;
  /** The result of converting a photo to JPEG. */
  readonly convert: (bytes: Buffer) => Promise<string>;
}

/** The decoder as the program starts it, with the highest memory use of its processes. */
export async function watchedDecoder(limits: { requestMs?: number } = {}) {
  // Earlier versions lack this code.
  const { createDecoder } = await import('../../main/decoder/decoder.ts');
  const { launchWithNode, readOcr, readPdfium, readZxing } =
    await import('../../main/decoder/node-process.ts');
  const { systemClock } = (await import('../../main/hosts/system-clock.ts')) as { systemClock: Clock };
  const decoder: Decoder = createDecoder({
    launch: launchWithNode,
    readPdfium,
    readOcr,
    readZxing,
    clock: systemClock,
    limits,
  });
  const { signal } = new AbortController();
  const before = new Set(children());
  let peak = 0;
  const look = setInterval(() => {
    for (const id of children()) if (!before.has(id)) peak = Math.max(peak, peakOf(id));
  }, 10);
  const ended = async (work: Promise<unknown>, done: string): Promise<string> =>
    work.then(
      () => done,
      (thrown: unknown) => (thrown instanceof Error ? thrown.message : 'unexpected'),
    );
  let files = 0;
  const scene: DecoderScene = {
    show(bytes, page = 1) {
      files += 1;
      const asked = { file: `file ${files}`, read: () => Promise.resolve(bytes), page, width };
      return ended(decoder.page(asked, signal), 'page');
    },
    scan: (bytes) => ended(decoder.scan({ part: 'rest', page: 1, bytes }, signal), 'lines'),
    convert: (bytes) => ended(decoder.photo(bytes, signal), 'photo'),
  };
  return {
    scene,
    /** Resident bytes; 0 if the system does not report them. */
    peakBytes: () => peak,
    async stop(): Promise<void> {
      clearInterval(look);
      await decoder.stop();
    },
  };
}

/** An attack by files in the decoder. It is also `through` if the process exceeded its memory limit. */
export function withDecoder(
  act: (scene: DecoderScene) => Promise<Outcome>,
  limits: { requestMs?: number } = {},
): () => Promise<Outcome> {
  return async () => {
    const decoder = await watchedDecoder(limits);
    try {
      const outcome = await act(decoder.scene);
      return decoder.peakBytes() > most ? 'through' : outcome;
    } finally {
      await decoder.stop();
    }
  };
}
