import { Readable } from 'node:stream';
import { z } from 'zod';
import { bounds } from '../decoder/bounds.ts';
import { asChartdropError, ChartdropError } from '../base/errors.ts';
import type { Decoder } from '../base/ports.ts';
import { textOf } from '../decoder/formats/text-of.ts';

/** A file to preview. */
export interface ShownFile {
  /** Identifies its bytes while the program runs. */
  readonly key: string;
  open(): Promise<Opened>;
}

interface Opened {
  readonly stream: Readable;
  readonly name: string;
  /** The declared content type with its charset; null: unknown. */
  readonly type: string | null;
  /** Bytes; null: unknown. */
  readonly size: number | null;
  /** Translates an error of the stream. */
  readonly failure: (thrown: unknown) => ChartdropError;
}

/** The shown part of a file. */
interface Preview {
  readonly stream: Readable;
  readonly type: string;
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

const wantedSchema = z.object({
  page: z.coerce.number().int().min(1).max(100_000),
  width: z.coerce.number().int().min(16).max(bounds.drawnSide),
});

/** The most bytes of a text that are shown. */
const mostText = 512 * 1024;

/** The first bytes of a stream up to a limit, and whether more follow. */
async function read({ stream, failure }: Opened, most: number): Promise<{ bytes: Buffer; isCut: boolean }> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    // Leaving the loop ends the stream.
    for await (const part of stream as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length > most) break;
    }
  } catch (thrown) {
    throw failure(thrown);
  }
  return { bytes: Buffer.concat(parts).subarray(0, most), isCut: length > most };
}

async function whole(file: ShownFile): Promise<Buffer> {
  const opened = await file.open();
  const isLarge = opened.size !== null && opened.size > bounds.fileBytes;
  // A file with a size over the limit is not read.
  const { bytes, isCut } = await read(opened, isLarge ? 0 : bounds.fileBytes);
  if (isLarge || isCut) throw new ChartdropError('preview-too-large');
  return bytes;
}

/** A page of a file as a picture. `query`: the window's request. */
export async function pageOf(
  file: ShownFile,
  query: unknown,
  { decoder, signal }: { decoder: Pick<Decoder, 'page'>; signal: AbortSignal },
): Promise<Preview> {
  const wanted = wantedSchema.safeParse(query);
  if (!wanted.success) throw new ChartdropError('request-invalid');
  const drawn = await decoder.page({ file: file.key, read: () => whole(file), ...wanted.data }, signal);
  return {
    stream: Readable.from([drawn.png]),
    type: 'image/png',
    name: `${drawn.page}.png`,
    headers: { 'x-chartdrop-page': String(drawn.page), 'x-chartdrop-pages': String(drawn.pages) },
  };
}

/** The start of a text file in UTF-8. */
export async function shownText(file: ShownFile): Promise<Preview> {
  const opened = await file.open();
  const { bytes, isCut } = await read(opened, mostText);
  const { name, type } = opened;
  return {
    stream: Readable.from([Buffer.from(textOf(bytes, type))]),
    type: 'text/plain; charset=utf-8',
    name,
    headers: { 'x-chartdrop-cut': isCut ? 'yes' : 'no' },
  };
}

/**
 * A preview's error as data instead of its bytes: a browser would log the address of a refused request, and the window
 * explains the error.
 */
export async function told(show: () => Promise<Preview>): Promise<Preview> {
  try {
    return await show();
  } catch (thrown) {
    const stream = Readable.from([Buffer.from(JSON.stringify(asChartdropError(thrown).toDto()))]);
    return { stream, type: 'application/json', name: 'refused.json', headers: {} };
  }
}
