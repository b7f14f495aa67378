import { createHash } from 'node:crypto';
import type { Fingerprint } from '../../files/job-file.ts';
import { hashFile } from '../../files/file-content.ts';

/** A file as every station sees it: size, time, and place in the folder. */
export interface ClaimedFile {
  /** With `/` between parts. */
  readonly relativePath: string;
  readonly fingerprint: Pick<Fingerprint, 'size' | 'modifiedNs'>;
  /** Its path for this station; read only if its name differs for others. */
  readonly path: string;
  /** Hash of its bytes in hex, if they were read. */
  readonly sha256: string | null;
}

/** Names that SMB cannot hold: a server shows replacements, and macOS and Linux clients map some characters. */
const unheld = /[<>:"|?*\\\p{Cc}\p{Co}\ufffd]|[. ]$/u;
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** A server's replacement: `SR4RZZ~4.PDF`. */
const mangled = /^[^.~]{1,6}~[0-9A-Z]{1,2}(?:\.[^.]{0,4})?$/u;

/** Whether the two sides of a share may show different names for it. */
const isOdd = (part: string): boolean => unheld.test(part) || devices.test(part) || mangled.test(part);

export const hasOddName = ({ relativePath }: Pick<ClaimedFile, 'relativePath'>): boolean =>
  relativePath.split('/').some(isOdd);

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 40);

/** Represents a name as one station sees it, unreadable for anyone who cannot list the folder. */
export const nameDigest = (relativePath: string): string => digest(relativePath.normalize('NFC'));

/**
 * Equal on every station and under every name: a renamed file, alone or with its folder, stays claimed. Times are in
 * microseconds, since one protocol counts in nanoseconds and the other in tenths of a microsecond. If the sides of a
 * share see different names, the bytes are part of it, since names then cannot distinguish files of one size and time.
 * Reveals nothing about the file to anyone who cannot list it. Throws what reading throws.
 */
export async function claimKey(file: ClaimedFile): Promise<string> {
  const { fingerprint } = file;
  const micros = (BigInt(fingerprint.modifiedNs) / 1000n).toString();
  if (!hasOddName(file)) return digest([fingerprint.size, micros]);
  const sha256 = file.sha256 ?? (await hashFile(file.path, new AbortController().signal)).sha256;
  return digest([fingerprint.size, micros, sha256]);
}

/** The key of a second file, if another file of the same size and time has the first key. */
export const secondKey = (key: string, relativePath: string): string =>
  digest([key, nameDigest(relativePath)]);
