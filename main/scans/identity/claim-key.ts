import { createHash } from 'node:crypto';
import type { Fingerprint } from '../../files/job-file.ts';
import { hashFile } from '../../files/file-content.ts';

/** A file as every station sees it: by its size, its time, and its place in the folder. */
export interface ClaimedFile {
  /** With `/` between parts. */
  readonly relativePath: string;
  readonly fingerprint: Pick<Fingerprint, 'size' | 'modifiedNs'>;
  /** Where it lies for this station; read only where its name says nothing to the others. */
  readonly path: string;
  /** Of its bytes, in hex, where they were read already. */
  readonly sha256: string | null;
}

/** Names that SMB cannot hold: a server shows others in their place, macOS and Linux clients map some characters. */
const unheld = /[<>:"|?*\\\p{Cc}\p{Co}\ufffd]|[. ]$/u;
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** What a server shows in their place: `SR4RZZ~4.PDF`. */
const mangled = /^[^.~]{1,6}~[0-9A-Z]{1,2}(?:\.[^.]{0,4})?$/u;

/** Whether the two sides of a share may see different names for it. */
const isOdd = (part: string): boolean => unheld.test(part) || devices.test(part) || mangled.test(part);

export const hasOddName = ({ relativePath }: Pick<ClaimedFile, 'relativePath'>): boolean =>
  relativePath.split('/').some(isOdd);

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 40);

/** Stands for a name as one station sees it, and says it to nobody who cannot list the folder. */
export const nameDigest = (relativePath: string): string => digest(relativePath.normalize('NFC'));

/**
 * Equal on every station, and under every name: a file that is renamed, alone or with its folder, stays claimed. Times are in
 * microseconds, as one protocol counts in nanoseconds and the other in tenths of a microsecond. Where the sides of a share see
 * different names, the bytes are part of it, since names cannot tell two files of one size and time apart there. Says nothing
 * about the file to who cannot list it. Throws what reading throws.
 */
export async function claimKey(file: ClaimedFile): Promise<string> {
  const { fingerprint } = file;
  const micros = (BigInt(fingerprint.modifiedNs) / 1000n).toString();
  if (!hasOddName(file)) return digest([fingerprint.size, micros]);
  const sha256 = file.sha256 ?? (await hashFile(file.path, new AbortController().signal)).sha256;
  return digest([fingerprint.size, micros, sha256]);
}

/** The key of a second file whose first key is taken by another one of the same size and time. */
export const secondKey = (key: string, relativePath: string): string =>
  digest([key, nameDigest(relativePath)]);
