import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What a start was given: by a person, by the system at login, or by another program. */
export const givenSchema = z.object({
  /** To the tray, without a window. */
  hidden: z.boolean(),
  /** Absolute paths. */
  files: z.array(z.string().min(1).max(4096)).max(1000),
  /** As they came: they may be anything. */
  links: z.array(z.string().max(4096)).max(20),
});
export type Given = z.infer<typeof givenSchema>;

export const hiddenFlag = '--hidden';

/**
 * Reads a command line. Switches are Chromium's and not ours, except `--hidden`; while developing, the first word is the
 * program's own folder. `cwd` is where the other process was started.
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

/** A word as an absolute path; null for what is a link. A drive's letter is no scheme. */
function pathOf(word: string, cwd: string): string | null {
  if (!/^[a-z][a-z0-9+.-]+:/i.test(word)) return resolve(cwd, word);
  // Linux desktops open files by URL. One that is on another machine, or broken, is refused as a link.
  const url = URL.parse(word);
  const isPath = url?.protocol === 'file:' && url.host === '' && !/%2f|%5c|%(?![0-9a-f]{2})/i.test(word);
  return isPath ? fileURLToPath(url) : null;
}
