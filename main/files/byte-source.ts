/** A file's bytes, read in small pieces: the checks look at heads and tails only, however large the file is. */
export interface ByteSource {
  readonly size: number;
  /** Bytes from `offset`; fewer than asked for at the end of the file, none beyond it. */
  read(offset: number, length: number): Promise<Buffer>;
}
