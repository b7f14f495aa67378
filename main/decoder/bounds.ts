const megabyte = 1_000_000;

/** What the decoder process may use. Why each is as it is: docs/decisions/previews.md. */
export const bounds = {
  /** Bytes of a file; it is in the program's memory while it is handed over. */
  fileBytes: 64 * 1024 * 1024,
  /** Pixels of a picture before it is decoded: an A4 page at 600 dpi has 35 million, a phone's largest photo 49. */
  pixels: 50 * megabyte,
  /** Bytes of a picture's rows as they lie in the file, unpacked. */
  rowBytes: 200 * megabyte,
  /** Pixels of what is drawn for the window, and of its longer side. */
  drawnPixels: 8 * megabyte,
  drawnSide: 4096,
  /** Pages of one file. */
  pages: 5000,
  /** Resident bytes of the whole process; above them it is killed. */
  residentBytes: 600 * megabyte,
  /** Bytes that one library may have of memory of its own. A photo of 48 million pixels needs 356 million. */
  wasmBytes: 384 * 1024 * 1024,
  /** Megabytes of V8's own heap. */
  heapMegabytes: 256,
  /** Resident bytes after an answer, above which the process makes place for a new one. */
  restingBytes: 300 * megabyte,
  /** Milliseconds for one request, the start of the process included. */
  requestMs: 20_000,
  /** Milliseconds without a request, after which the process ends. */
  idleMs: 60_000,
} as const;
