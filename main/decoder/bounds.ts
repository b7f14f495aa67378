const megabyte = 1_000_000;

/** The limits of the decoder process. For reasons see docs/decisions/previews.md. */
export const bounds = {
  /** Size of a file in bytes. The program holds it in memory while handing it over. */
  fileBytes: 64 * 1024 * 1024,
  /**
   * Pixels of a picture, checked before decoding: an A4 page at 600 dpi has 35 million, a phone's largest photo 49
   * million.
   */
  pixels: 50 * megabyte,
  /** Bytes of a picture's unpacked rows. */
  rowBytes: 200 * megabyte,
  /** Pixels of a picture drawn for the window, and of its longer side. */
  drawnPixels: 8 * megabyte,
  drawnSide: 4096,
  /** Of 100. Above it files grow fast without a visible difference. */
  jpegQuality: 90,
  /** Pages per file. */
  pages: 5000,
  /** Pages, characters and lines of a file that are read for its patient. */
  readPages: 3,
  readCharacters: 20_000,
  readLines: 600,
  /** Milliseconds for the lines of one file, and for the request with the start of the process. */
  readMs: 2_000,
  readRequestMs: 8_000,
  /** Milliseconds for OCR of a part of a page, with the start of the process. */
  scanMs: 15_000,
  /** Milliseconds for a document of up to 500 pages; a coloured picture takes about a second. */
  documentMs: 180_000,
  /** Resident bytes of the process; above them it is killed. */
  residentBytes: 600 * megabyte,
  /** Bytes of memory for one library. A photo of 48 million pixels needs 356 million. */
  wasmBytes: 384 * 1024 * 1024,
  /** Megabytes of V8's heap. */
  heapMegabytes: 256,
  /** Resident bytes after an answer; above them the process is replaced. */
  restingBytes: 300 * megabyte,
  /** Milliseconds for one request, including the start of the process. */
  requestMs: 20_000,
  /** Milliseconds without a request until the process ends. */
  idleMs: 60_000,
} as const;
