import {
  decodePDFRawStream,
  EncryptedPDFError,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFPageLeaf,
  PDFRawStream,
  PDFStream,
} from '@cantoo/pdf-lib';
import { Refused } from '../refused.ts';

/** A new PDF with only these pages, counted from 1. The same pages always give the same bytes. Throws `Refused`. */
export type PdfParts = (pages: readonly number[]) => Promise<Uint8Array>;

/** The entries that a page needs. All others, such as threads of articles, can lead to other pages. */
const pageEntries = new Set(
  [
    ...['Type', 'Parent', 'MediaBox', 'CropBox', 'BleedBox', 'TrimBox', 'ArtBox', 'Rotate', 'UserUnit'],
    ...['Resources', 'Contents', 'Annots', 'Group'],
  ].map((name) => PDFName.of(name)),
);
/** Annotations that are no part of the page's look. */
const leftOut = new Set(['Link', 'Popup'].map((name) => PDFName.of(name)));
const [widgetName, stampName, appearanceName] = ['Widget', 'Stamp', 'AP'].map((name) => PDFName.of(name)) as [
  PDFName,
  PDFName,
  PDFName,
];
/** The entries of an annotation that can lead to other pages. */
const leading = ['P', 'A', 'AA', 'Dest', 'Popup', 'Parent', 'IRT'].map((name) => PDFName.of(name));
const [resourcesName, subtypeName, annotsName, formName] = ['Resources', 'Subtype', 'Annots', 'Form'].map(
  (name) => PDFName.of(name),
) as [PDFName, PDFName, PDFName, PDFName];

/** A name in a content stream (ISO 32000-1, 7.3.5). */
const nameInContent = /\/([^\s()<>[\]{}/%]+)/g;

function textOf(stream: PDFStream): string {
  if (!(stream instanceof PDFRawStream)) throw new Refused('damaged');
  return Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1');
}

const namesIn = (content: string): PDFName[] =>
  [...content.matchAll(nameInContent)].map(([, name = '']) => PDFName.of(name));

/** A form of a page, which has content like a page; null for a picture. */
function formIn(xObjects: PDFDict | undefined, name: PDFName): PDFStream | null {
  const found = xObjects?.lookup(name);
  return found instanceof PDFStream && found.dict.lookup(subtypeName) === formName ? found : null;
}

/** The drawings of a font that, without own resources, uses those of its page (ISO 32000-1, 9.6.5). */
function glyphsIn(fonts: PDFDict | undefined, name: PDFName): PDFStream[] {
  const font = fonts?.lookup(name);
  if (!(font instanceof PDFDict) || font.has(resourcesName)) return [];
  const glyphs = font.lookup(PDFName.of('CharProcs'));
  if (!(glyphs instanceof PDFDict)) return [];
  return glyphs.keys().flatMap((key) => {
    const glyph = glyphs.lookup(key);
    return glyph instanceof PDFStream ? [glyph] : [];
  });
}

/**
 * Returns the resources that a content uses. A scanner may give all pages one dictionary with the pictures of all, and then each part
 * would contain the letters of the other patients, unseen.
 */
function slimResources(resources: PDFDict, content: string, done: Set<PDFStream>): PDFDict {
  const xObjects = resources.lookupMaybe(PDFName.of('XObject'), PDFDict);
  const fonts = resources.lookupMaybe(PDFName.of('Font'), PDFDict);
  const used = new Set(namesIn(content));
  for (const name of used) {
    for (const glyph of glyphsIn(fonts, name)) for (const more of namesIn(textOf(glyph))) used.add(more);
    const form = formIn(xObjects, name);
    if (form === null || done.has(form)) continue;
    done.add(form);
    const own = form.dict.lookupMaybe(resourcesName, PDFDict);
    // A form without resources uses those of its page. The set grows while it is walked through.
    if (own === undefined) for (const more of namesIn(textOf(form))) used.add(more);
    else form.dict.set(resourcesName, slimResources(own, textOf(form), done));
  }
  const slim = resources.clone();
  for (const [kind] of resources.entries()) {
    const named = resources.lookup(kind);
    if (!(named instanceof PDFDict)) continue;
    const kept = named.clone();
    for (const name of named.keys()) if (!used.has(name)) kept.delete(name);
    slim.set(kind, kept);
  }
  return slim;
}

function contentOf(page: PDFPageLeaf): string {
  const contents = page.Contents();
  if (contents === undefined) return '';
  if (!(contents instanceof PDFArray)) return textOf(contents);
  return Array.from({ length: contents.size() }, (_, at) => textOf(contents.lookup(at, PDFStream))).join(
    '\n',
  );
}

function slimAnnotations(page: PDFPageLeaf): void {
  const annotations = page.Annots();
  if (annotations === undefined) return;
  const kept = page.context.obj([]);
  for (let at = 0; at < annotations.size(); at += 1) {
    const annotation = annotations.lookupMaybe(at, PDFDict);
    const kind = annotation?.lookup(subtypeName);
    if (annotation === undefined || !(kind instanceof PDFName) || leftOut.has(kind)) continue;
    for (const name of leading) annotation.delete(name);
    // What was filled in into a form stays as it looks; its form is not there any more.
    if (kind === widgetName) {
      if (annotation.get(appearanceName) === undefined) continue;
      annotation.set(subtypeName, stampName);
    }
    kept.push(annotations.get(at));
  }
  page.set(annotsName, kept);
}

/** Leaves in a page only its own content. Throws `Refused`. */
export function slimPage(page: PDFPageLeaf): void {
  for (const name of page.keys()) if (!pageEntries.has(name)) page.delete(name);
  slimAnnotations(page);
  const resources = page.Resources();
  if (resources !== undefined) page.set(resourcesName, slimResources(resources, contentOf(page), new Set()));
}

/** A PDF whose pages can be copied. Throws `Refused`. */
export const loadPdf = (bytes: Uint8Array): Promise<PDFDocument> =>
  PDFDocument.load(bytes, { updateMetadata: false }).catch((cause: unknown) => {
    throw new Refused(cause instanceof EncryptedPDFError ? 'protected' : 'damaged', { cause });
  });

/** Opens a PDF to make files of some of its pages. Throws `Refused`. */
export async function openPdfParts(bytes: Uint8Array): Promise<PdfParts> {
  const source = await loadPdf(bytes);
  return async (pages) => {
    const chosen = pages.map((page) => page - 1);
    for (const at of chosen) slimPage(source.getPage(at).node);
    const part = await PDFDocument.create({ updateMetadata: false });
    for (const page of await part.copyPages(source, chosen)) part.addPage(page);
    return part.save({ useObjectStreams: false, addDefaultPage: false });
  };
}
