import { z } from 'zod';
import { createDecoder, type DecoderProcess } from '../../main/decoder/decoder.ts';
import { readPdf } from '../../main/decoder/formats/pdf-pages.ts';
import { launchWithNode, readOcr, readPdfium, readZxing } from '../../main/decoder/node-process.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import type { Letter } from './letters.ts';
import type { LetterLines } from './measure.ts';
import { asPdf, scanned, type Scanner } from './scans.ts';

/** Reads letters, with the milliseconds of each. */
export interface LetterReader {
  readonly read: (letter: Letter, number: number) => Promise<LetterLines>;
  readonly ms: readonly number[];
}

/** Reads the text layer of letters. */
export async function textReader(): Promise<LetterReader> {
  const pdfium = await readPdfium();
  const ms: number[] = [];
  const read = async (letter: Letter): Promise<LetterLines> => {
    const bytes = await letter.pdf();
    const startedAt = performance.now();
    const lines = await readPdf(bytes, pdfium);
    ms.push(performance.now() - startedAt);
    return { top: lines, whole: lines };
  };
  return { read, ms };
}

/** `scan`: at 200 or 300 dpi. `coarse`: at 150 dpi. */
export type Look = 'scan' | 'coarse' | 'fax';

/** A scanner of this look, a little different for each letter. */
function scannerFor(look: Look, seed: number): Scanner {
  const skew = ((seed * 37) % 21) / 10 - 1;
  if (look === 'scan') return { look, dpi: seed % 3 === 0 ? 300 : 200, skew, seed };
  if (look === 'coarse') return { look: 'scan', dpi: 150, skew, seed };
  return { look: seed % 2 === 0 ? 'fax' : 'half-fax', dpi: 204, skew, seed };
}

/** A letter as a file that a scanner of this look makes. */
export const scanOf = async (pdf: Uint8Array, look: Look, number: number): Promise<Buffer> =>
  asPdf(await scanned(pdf, scannerFor(look, number)), look === 'fax' ? 'lossless' : 'jpeg');

/** Reads scans. */
export interface ScanReader extends LetterReader {
  /** Milliseconds for the top and the rest of each page. */
  readonly pageMs: readonly number[];
  /** The most memory of the decoder process after a request, in MB. */
  readonly mostMB: () => number;
  readonly stop: () => Promise<void>;
}

const answerSchema = z.object({ resident: z.number() });

/**
 * Reads letters that were scanned or faxed, in the decoder process as the program starts it. The milliseconds are those of the
 * top of a page, with drawing it and with a new process where the last one had used too much memory.
 */
export function scanReader(look: Look): ScanReader {
  let mostMB = 0;
  const launch = (): DecoderProcess => {
    const launched = launchWithNode();
    return {
      ...launched,
      onMessage: (listener) =>
        launched.onMessage((message) => {
          mostMB = Math.max(mostMB, answerSchema.parse(message).resident / 1e6);
          listener(message);
        }),
    };
  };
  const decoder = createDecoder({ launch, readPdfium, readOcr, readZxing, clock: systemClock });
  const { signal } = new AbortController();
  const ms: number[] = [];
  const pageMs: number[] = [];
  const read = async (letter: Letter, number: number): Promise<LetterLines> => {
    const bytes = await scanOf(await letter.pdf(), look, number);
    const startedAt = performance.now();
    const top = await decoder.scan({ part: 'top', page: 1, bytes }, signal);
    ms.push(performance.now() - startedAt);
    const rest = await decoder.scan({ part: 'rest', page: 1, bytes }, signal);
    pageMs.push(performance.now() - startedAt);
    return { top, whole: [...top, ...rest] };
  };
  return { read, ms, pageMs, mostMB: () => mostMB, stop: () => decoder.stop() };
}
