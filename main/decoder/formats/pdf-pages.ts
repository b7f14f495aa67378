import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import type { PageLine } from '../../../preload/contract/page-line.ts';
import { bounds } from '../bounds.ts';
import type { PdfParts } from '../parts/pdf-parts.ts';
import { linesOfPdf } from './pdf-text.ts';
import { fitted, type OpenedFile } from './picture.ts';
import { Refused } from '../refused.ts';

type Library = Awaited<ReturnType<typeof PDFiumLibrary.init>>;
const libraries = new WeakMap<Uint8Array, Promise<Library>>();

/** PDFium, built without a script engine. It can read only the bytes that it is given. */
function libraryOf(wasm: Uint8Array): Promise<Library> {
  const found = libraries.get(wasm);
  if (found !== undefined) return found;
  const { buffer, byteOffset, byteLength } = wasm;
  const made = PDFiumLibrary.init({
    wasmBinary: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer,
  });
  libraries.set(wasm, made);
  return made;
}

async function load(bytes: Uint8Array, wasm: Uint8Array): Promise<PDFiumDocument> {
  const library = await libraryOf(wasm);
  return library.loadDocument(bytes).catch((cause: unknown) => {
    const isProtected = cause instanceof Error && /password|security/i.test(cause.message);
    throw new Refused(isProtected ? 'protected' : 'damaged', { cause });
  });
}

/** The lines of the first pages, as the text layer has them; none if it is a picture only. */
export async function readPdf(bytes: Uint8Array, wasm: Uint8Array): Promise<PageLine[]> {
  const document = await load(bytes, wasm);
  try {
    return linesOfPdf(document);
  } finally {
    document.destroy();
  }
}

/** The pages of a PDF, including form contents and annotations. */
export async function openPdf(bytes: Uint8Array, wasm: Uint8Array): Promise<OpenedFile> {
  const document = await load(bytes, wasm);
  const pages = document.getPageCount();
  if (pages < 1) throw new Refused('damaged');
  if (pages > bounds.pages) throw new Refused('too-large');
  let parts: Promise<PdfParts> | null = null;
  return {
    pages,
    async draw(page, width) {
      const opened = document.getPage(page - 1);
      const { originalWidth, originalHeight } = opened.getOriginalSize();
      // The declared size of the page does not limit or enlarge the drawing.
      const size = fitted({ width: originalWidth, height: originalHeight }, width);
      const { data } = await opened.render({ ...size, renderFormFields: true });
      return { ...size, channels: 4, stride: size.width * 4, data };
    },
    async part(some) {
      // Loaded for stacks only.
      parts ??= (await import('../parts/pdf-parts.ts')).openPdfParts(bytes);
      return (await parts)(some);
    },
    original: null,
    close: () => document.destroy(),
  };
}
