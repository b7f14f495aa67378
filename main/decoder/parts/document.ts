import { degrees, type PDFDocument as Pdf, PDFDocument } from '@cantoo/pdf-lib';
import { isJpeg, pdfOfJpeg } from '../formats/jpeg-pages.ts';
import type { OpenedFile } from '../formats/picture.ts';
import type { ChosenPage } from '../protocol.ts';
import { Refused } from '../refused.ts';
import { loadPdf, slimPage } from './pdf-parts.ts';
import { addPicturePage } from './picture-page.ts';

/** Adds a page to a document. Throws `Refused`. */
type AddPage = (document: Pdf, page: number) => Promise<void>;

/** Pages of a PDF are copied as they are, with what they need only. */
async function ofPdf(bytes: Buffer): Promise<AddPage> {
  const source = await loadPdf(bytes);
  return async (document, page) => {
    const at = page - 1;
    if (at >= source.getPageCount()) throw new Refused('damaged');
    slimPage(source.getPage(at).node);
    const [copied] = await document.copyPages(source, [at]);
    if (copied === undefined) throw new Refused('damaged');
    document.addPage(copied);
  };
}

function ofPictures({ original, pages }: OpenedFile): AddPage {
  if (original === null) throw new Refused('damaged');
  return async (document, page) => {
    if (page > pages) throw new Refused('damaged');
    addPicturePage(document, await original(page));
  };
}

const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 1024).toString('latin1').includes('%PDF-');

/**
 * A PDF of chosen pages of several files (PDF, TIFF, JPEG, PNG, HEIC), in this order. A JPEG keeps its bytes; other pictures are packed
 * without loss if they are black and white, else as JPEG. The same pages always give the same bytes. Throws `Refused`.
 */
export async function documentOf(
  files: readonly Buffer[],
  pages: readonly ChosenPage[],
  open: (bytes: Buffer) => Promise<OpenedFile>,
): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const sources = new Map<number, { add: AddPage; close: () => void }>();
  const sourceOf = async (index: number) => {
    const known = sources.get(index);
    const bytes = files[index];
    if (known !== undefined) return known;
    if (bytes === undefined) throw new Refused('damaged');
    const made = await sourceFrom(bytes, open);
    sources.set(index, made);
    return made;
  };
  try {
    for (const { file, page, turn } of pages) {
      const { add } = await sourceOf(file);
      await add(document, page);
      const added = document.getPage(document.getPageCount() - 1);
      if (turn !== 0) added.setRotation(degrees((added.getRotation().angle + turn) % 360));
    }
  } finally {
    for (const { close } of sources.values()) close();
  }
  return document.save({ useObjectStreams: false, addDefaultPage: false });
}

async function sourceFrom(
  bytes: Buffer,
  open: (bytes: Buffer) => Promise<OpenedFile>,
): Promise<{ add: AddPage; close: () => void }> {
  if (isJpeg(bytes)) return sourceFrom(pdfOfJpeg(bytes), open);
  if (isPdf(bytes)) return { add: await ofPdf(bytes), close: () => undefined };
  const opened = await open(bytes);
  return { add: ofPictures(opened), close: () => opened.close() };
}
