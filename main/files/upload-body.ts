/** The bytes of one file, to be sent once. */
export interface UploadBody {
  /** Bytes that `chunks` yields in all, exactly. */
  readonly size: number;
  /**
   * The file's bytes. It throws when they are not what was promised; then the body stays unfinished on the wire and
   * nothing is stored.
   */
  chunks(): AsyncIterable<Uint8Array>;
}
