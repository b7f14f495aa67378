import { resolve } from 'node:path';
import { fileURLToPath, fileURLToPathBuffer } from 'node:url';
import { z } from 'zod';
import { textOfPath } from '../../files/name-bytes.ts';

/** The arguments of a start by a person, by the system at login, or by another program. */
export const givenSchema = z.object({
  /** Starts in the tray, without a window. */
  hidden: z.boolean(),
  /** Absolute paths. */
  files: z.array(z.string().min(1).max(4096)).max(1000),
  /** Unchecked links. */
  links: z.array(z.string().max(4096)).max(20),
});
export type Given = z.infer<typeof givenSchema>;

export const hiddenFlag = '--hidden';

/**
 * Parses a command line. Ignores Chromium's switches and reads `--hidden`. In development the first word is the
 * program's folder. `cwd`: where the other process was started.
 */
export function readArguments(argv: readonly string[], from: { cwd: string; isPackaged: boolean }): Given {
  const words = argv.slice(1).filter((word) => word !== '' && !word.startsWith('-'));
  const files: string[] = [];
  const links: string[] = [];
  for (const word of from.isPackaged ? words : words.slice(1)) {
    const path = pathOf(word, from.cwd);
    if (path === null) links.push(word.slice(0, 4096));
    else files.push(path);
  }
  return { hidden: argv.includes(hiddenFlag), files: files.slice(0, 1000), links: links.slice(0, 20) };
}

/** A word as an absolute path, or null for a link. A drive letter is not a scheme. */
function pathOf(word: string, cwd: string): string | null {
  if (!/^[a-z][a-z0-9+.-]+:/i.test(word)) return resolve(cwd, word);
  // Linux desktops pass files as URLs.
  const url = URL.parse(word);
  return url?.protocol === 'file:' ? pathOfUrl(url) : null;
}

/**
 * The path of a file's URL, which on Linux encodes the bytes of a name, also those that are not UTF-8. null for one of
 * another machine, and for a broken one: an encoded separator or zero, no drive letter on Windows, a name that Windows
 * cannot have.
 */
function pathOfUrl(url: URL): string | null {
  if (url.host !== '' || /%00|%2f|%(?![0-9a-f]{2})/i.test(url.pathname)) return null;
  try {
    return process.platform === 'win32' ? fileURLToPath(url) : textOfPath(fileURLToPathBuffer(url));
  } catch (thrown) {
    // Node's words for the same: ERR_INVALID_FILE_URL_PATH, and URIError for other bytes than UTF-8.
    if (thrown instanceof TypeError || thrown instanceof URIError) return null;
    throw thrown;
  }
}
