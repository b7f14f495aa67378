/** Reads small pieces of a file: checks read only its start and end, even if the file is large. */
export interface ByteSource {
  readonly size: number;
  /** Bytes from `offset`. Fewer than requested at the end of the file, none after it. */
  read(offset: number, length: number): Promise<Buffer>;
}
