import {
  degrees,
  PDFArray,
  PDFDict,
  type PDFDocument as Pdf,
  PDFDocument,
  PDFName,
  PDFObjectCopier,
  PDFPage,
} from '@cantoo/pdf-lib';
import { isJpeg, pdfOfJpeg } from '../formats/jpeg-pages.ts';
import type { OpenedFile } from '../formats/picture.ts';
import type { ChosenPage } from '../protocol.ts';
import { Refused } from '../refused.ts';
import { loadPdf, slimPage } from './pdf-parts.ts';
import { addPicturePage } from './picture-page.ts';

/** Adds a page to a document. Throws `Refused`. */
type AddPage = (document: Pdf, page: number) => Promise<void>;

const [all, standard, offName, layers] = ['OCProperties', 'D', 'OFF', 'OCGs'].map((name) =>
  PDFName.of(name),
) as [PDFName, PDFName, PDFName, PDFName];

/** A layer that is off in the source stays off (ISO 32000-1, 8.11.4). */
function keepLayers(source: Pdf, document: Pdf, copier: PDFObjectCopier): void {
  const told = source.catalog.lookup(all);
  if (!(told instanceof PDFDict)) return;
  const off = told.lookupMaybe(standard, PDFDict)?.lookupMaybe(offName, PDFArray);
  if (off === undefined) return;
  const { context, catalog } = document;
  if (!catalog.has(all)) {
    const [every, hidden] = [context.obj([]), context.obj([])];
    catalog.set(all, context.obj({ OCGs: every, D: context.obj({ OFF: hidden }) }));
  }
  const kept = catalog.lookup(all, PDFDict);
  for (const layer of off.asArray()) {
    const copied = copier.copy(layer);
    kept.lookup(layers, PDFArray).push(copied);
    kept.lookup(standard, PDFDict).lookup(offName, PDFArray).push(copied);
  }
}

/** Pages of a PDF are copied as they are, with what they need only. */
async function ofPdf(bytes: Buffer): Promise<AddPage> {
  const source = await loadPdf(bytes);
  let copier: PDFObjectCopier | null = null;
  return (document, page) => {
    const at = page - 1;
    if (at >= source.getPageCount()) throw new Refused('damaged');
    const { node } = source.getPage(at);
    slimPage(node);
    // One for all pages, so that a picture or font that they share is in the document once.
    if (copier === null) {
      copier = PDFObjectCopier.for(source.context, document.context);
      keepLayers(source, document, copier);
    }
    const copied = copier.copy(node);
    document.addPage(PDFPage.of(copied, document.context.register(copied), document));
    return Promise.resolve();
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
