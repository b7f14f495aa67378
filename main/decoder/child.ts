import type { PageLine } from '../../preload/contract/page-line.ts';
import { bounds } from './bounds.ts';
import { listenToParent } from './child-port.ts';
import { boundWasmMemory, killAbove, watchIfThread } from './memory.ts';
import type { OpenedFile, Picture } from './formats/picture.ts';
import type { CodeReader } from './codes/read-codes.ts';
import type { OcrFiles } from './ocr/ocr-files.ts';
import type { Ocr } from './ocr/ocr.ts';
import type { DecoderAnswer, DecoderRequest } from './protocol.ts';
import { Refused } from './refused.ts';

/**
 * The decoder process: all code that reads untrusted files in order to draw them runs here. It has no key, no file
 * and no network, and is killed when it uses too much time or memory.
 */
if (!watchIfThread()) start();

function start(): void {
  boundWasmMemory(bounds.wasmBytes);
  killAbove(bounds.residentBytes, new URL(import.meta.url));
  for (const way of ['fetch', 'WebSocket', 'EventSource']) Reflect.deleteProperty(globalThis, way);
  const answer = createAnswers();
  const libraries: Libraries = { pdfium: new Uint8Array(), ocr: null, zxing: null };
  listenToParent(async (message, send) => {
    if (message.kind === 'start') libraries.pdfium = Uint8Array.from(message.pdfium);
    else if (message.kind === 'ocr') libraries.ocr = message.files;
    else if (message.kind === 'zxing') libraries.zxing = message.wasm;
    else {
      const answered = await answer(message.request, libraries);
      send({ id: message.id, resident: process.memoryUsage.rss(), answer: answered });
    }
  });
}

/** The code of libraries, as the parent program sent it. */
interface Libraries {
  pdfium: Uint8Array;
  ocr: OcrFiles | null;
  zxing: Uint8Array | null;
}

/** Opens a file by its first bytes, since its extension may be wrong. */
async function open(bytes: Buffer, pdfium: Uint8Array): Promise<OpenedFile> {
  // Libraries are loaded on first use.
  const { isJpeg, pdfOfJpeg } = await import('./formats/jpeg-pages.ts');
  if (isJpeg(bytes)) return open(pdfOfJpeg(bytes), pdfium);
  const head = bytes.subarray(0, 1024).toString('latin1');
  if (head.includes('%PDF-')) return (await import('./formats/pdf-pages.ts')).openPdf(bytes, pdfium);
  if (head.startsWith('\x89PNG')) return (await import('./formats/png-pages.ts')).openPng(bytes);
  if (/^(II\*\0|MM\0\*)/.test(head)) return (await import('./formats/tiff-pages.ts')).openTiff(bytes);
  return (await import('./formats/heic-pages.ts')).openHeic(bytes);
}

/** The lines of a file, each with its place. */
async function linesOf(
  { of, bytes }: Extract<DecoderRequest, { kind: 'lines' }>,
  pdfium: Uint8Array,
): Promise<PageLine[]> {
  if (of === 'text') return (await import('./formats/plain-text.ts')).linesOfText(bytes);
  return (await import('./formats/pdf-pages.ts')).readPdf(asBuffer(bytes), pdfium);
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

async function pagesOf(bytes: Buffer, pdfium: Uint8Array): Promise<number> {
  const opened = await open(bytes, pdfium);
  const { pages } = opened;
  opened.close();
  return pages;
}

/** A page of a scan, at the size at which OCR reads it. Throws `Refused`. */
async function scanned(
  { bytes, page }: { bytes: Buffer; page: number },
  pdfium: Uint8Array,
  width: number,
): Promise<Picture> {
  const opened = await open(bytes, pdfium);
  try {
    if (page > opened.pages) throw new Refused('damaged');
    return await opened.draw(page, width);
  } finally {
    opened.close();
  }
}

function createAnswers(): (request: DecoderRequest, libraries: Libraries) => Promise<DecoderAnswer> {
  /** The last drawn file, so that its next page does not need the bytes again. */
  let held: { file: string; opened: OpenedFile } | null = null;
  let ocr: Ocr | null = null;
  let readCodes: CodeReader | null = null;

  const fileOf = async (file: string, bytes: Uint8Array | null, pdfium: Uint8Array): Promise<OpenedFile> => {
    if (bytes === null && held?.file === file) return held.opened;
    if (bytes === null) throw new Refused('damaged');
    held?.opened.close();
    held = null;
    const opened = await open(asBuffer(bytes), pdfium);
    held = { file, opened };
    return opened;
  };

  const read = async (
    { part, page, bytes, languages }: Extract<DecoderRequest, { kind: 'scan' }>,
    { pdfium, ocr: files }: Libraries,
  ): Promise<PageLine[]> => {
    if (files === null) throw new Refused('damaged');
    const { createOcr, readWidth } = await import('./ocr/ocr.ts');
    ocr ??= createOcr(files);
    const picture = await scanned({ bytes: asBuffer(bytes), page }, pdfium, readWidth);
    const lines = await ocr.lines(picture, part, languages);
    return lines.map((line) => ({ ...line, page }));
  };

  const codes = async (
    opened: OpenedFile,
    page: number,
    zxing: Uint8Array | null,
  ): Promise<DecoderAnswer> => {
    if (zxing === null) throw new Refused('damaged');
    readCodes ??= (await import('./codes/read-codes.ts')).createCodeReader(zxing);
    const { codes: found, isBlank } = await readCodes(opened, page);
    return { kind: 'codes', codes: [...found], isBlank, page, pages: opened.pages };
  };

  const act = async (request: DecoderRequest, libraries: Libraries): Promise<DecoderAnswer> => {
    const { pdfium } = libraries;
    if (request.kind === 'photo') {
      const { heicToJpeg } = await import('./formats/heic-jpeg.ts');
      return { kind: 'photo', jpeg: await heicToJpeg(asBuffer(request.bytes)) };
    }
    // A page that a person looks at stays open meanwhile.
    if (request.kind === 'lines') return { kind: 'lines', lines: await linesOf(request, pdfium) };
    if (request.kind === 'count')
      return { kind: 'count', pages: await pagesOf(asBuffer(request.bytes), pdfium) };
    if (request.kind === 'document') {
      const { documentOf } = await import('./parts/document.ts');
      const files = request.files.map(asBuffer);
      return { kind: 'document', bytes: await documentOf(files, request.pages, (one) => open(one, pdfium)) };
    }
    if (request.kind === 'scan') return { kind: 'lines', lines: await read(request, libraries) };
    const opened = await fileOf(request.file, request.bytes, pdfium);
    if (request.kind === 'part') {
      if (opened.part === null) throw new Refused('damaged');
      return { kind: 'part', bytes: await opened.part(request.pages) };
    }
    const page = Math.min(Math.max(Math.trunc(request.page), 1), opened.pages);
    if (request.kind === 'codes') return codes(opened, page, libraries.zxing);
    const { pngOf } = await import('./formats/png.ts');
    const png = pngOf(await opened.draw(page, request.width));
    return { kind: 'page', png, page, pages: opened.pages };
  };

  return async (request, libraries) => {
    try {
      return await act(request, libraries);
    } catch (thrown) {
      // Any error that a library throws about a file means that the file cannot be read.
      return { kind: 'refused', why: thrown instanceof Refused ? thrown.why : 'damaged' };
    }
  };
}
