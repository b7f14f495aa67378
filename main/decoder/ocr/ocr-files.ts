/** The code of OCR and its data by language, packed with gzip, under the names of the build (vite.config.ts). */
const names = ['ocr.wasm', 'ocr-eng.gz', 'ocr-deu.gz', 'ocr-fra.gz'] as const;
export type OcrFileName = (typeof names)[number];

/** The files of OCR. The decoder process cannot read files, so they are sent to it. */
export type OcrFiles = Readonly<Record<OcrFileName, Uint8Array>>;

export async function readOcrFiles(read: (name: OcrFileName) => Promise<Uint8Array>): Promise<OcrFiles> {
  const files = await Promise.all(names.map(async (name) => [name, await read(name)] as const));
  return Object.fromEntries(files) as OcrFiles;
}
