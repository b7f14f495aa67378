/** The bytes of one file for a single upload. */
export interface UploadBody {
  /** Exact number of bytes that `chunks` yields. */
  readonly size: number;
  /**
   * The file's bytes. Throws if they differ from the expected ones; the body then stays incomplete and nothing is
   * stored.
   */
  chunks(): AsyncIterable<Uint8Array>;
}
