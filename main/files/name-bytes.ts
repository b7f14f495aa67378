import { isUtf8 } from 'node:buffer';
import { readdirSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { ChartdropError } from '../base/errors.ts';
import { realPath as realPathOfSystem } from '../base/system/real-path.ts';
import { firstByteChar } from '../../preload/contract/readable-name.ts';

/**
 * Names that are not UTF-8. Linux keeps names as bytes, but Node reads them as UTF-8 and replaces the others, so no path
 * leads to their files. In Chartdrop each such byte is a character for private use, from U+10FE80 on, and so every path
 * stays a text that is equal to no other. A name that really contains one of these characters is kept by its bytes as
 * well. Calls of the file system get the bytes back by `pathBytes`.
 */

const isWindows = process.platform === 'win32';
/** `\ufffd` is the system's replacement for other bytes. Some real names contain it. */
const doubtful = /[\ufffd\u{10fe80}-\u{10feff}]/u;
const byteChar = /[\u{10fe80}-\u{10feff}]/u;

/** Whether only its bytes tell which name the system means by this text. Windows keeps names as text. */
export const isDoubtful = (name: string): boolean => !isWindows && doubtful.test(name);

/** Whether a path contains bytes that are not UTF-8. */
export const hasBytes = (path: string): boolean => !isWindows && byteChar.test(path);

/** The number of bytes of the UTF-8 character that begins with this byte; 1 if none does. */
const lengthAfter = (first: number): number => (first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);

/** A name or path in Chartdrop, from its bytes. */
export function textOfPath(bytes: Buffer): string {
  const plain = bytes.toString();
  if (!isDoubtful(plain)) return plain;
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const part = bytes.subarray(at, at + lengthAfter(bytes[at] ?? 0));
    const char = part.toString();
    if (isUtf8(part) && !byteChar.test(char)) {
      text += char;
      at += part.length;
    } else {
      text += String.fromCodePoint(firstByteChar + (bytes[at] ?? 0));
      at += 1;
    }
  }
  return text;
}

/** A path for a call of the file system: the text itself, or its bytes if some are not UTF-8. */
export function pathBytes(path: string): string | Buffer {
  if (!hasBytes(path)) return path;
  return Buffer.concat(
    Array.from(path, (char) =>
      byteChar.test(char)
        ? Buffer.from([(char.codePointAt(0) ?? firstByteChar) - firstByteChar])
        : Buffer.from(char),
    ),
  );
}

/** The path with links resolved. Throws the file system's errors. */
export const realPath = async (path: string): Promise<string> =>
  isWindows ? realPathOfSystem(path) : textOfPath(await realpath(pathBytes(path), 'buffer'));

/** The names in a folder. Throws the file system's errors. */
export const namesIn = async (directory: string): Promise<string[]> =>
  (await readdir(pathBytes(directory), 'buffer')).map(textOfPath);

/** The names in a folder that the system gives as this text; several names may become one. None if it is unreadable. */
export function namesGivenAs(directory: string, name: string): string[] {
  try {
    return readdirSync(pathBytes(directory), 'buffer')
      .filter((bytes) => bytes.toString() === name)
      .map(textOfPath);
  } catch {
    // Gone or locked: a listing of the folder says what hinders.
    return [];
  }
}

/**
 * The paths in Chartdrop for a path that the system gave as text: several if they differ only in bytes that are not UTF-8,
 * none if there is no such file.
 */
function pathsGivenAs(path: string): string[] {
  const whole = resolve(path);
  if (!isDoubtful(whole) || whole === dirname(whole)) return [whole];
  return pathsGivenAs(dirname(whole)).flatMap((directory) => {
    const name = basename(whole);
    if (!isDoubtful(name)) return [resolve(directory, name)];
    return namesGivenAs(directory, name).map((one) => resolve(directory, one));
  });
}

/**
 * The absolute path in Chartdrop for an argument of a command, which Node reads as text. Throws `file-name-unknown` if
 * several files have that name as text.
 */
export function pathGivenAs(path: string): string {
  const [first, ...more] = pathsGivenAs(path);
  if (more.length > 0) throw new ChartdropError('file-name-unknown');
  return first ?? resolve(path);
}
