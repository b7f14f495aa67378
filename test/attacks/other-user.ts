import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Only root can act as another user; otherwise file modes are checked. */
export const isRoot = process.getuid?.() === 0;
/** The system's account without rights. */
const nobody = 65_534;

/**
 * Runs a shell script as another user of this machine if this is root, else as the same user, and returns its output.
 */
export async function asOtherUser(script: string, ...args: readonly string[]): Promise<string> {
  const child = spawn('sh', ['-c', script, 'sh', ...args], {
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [out] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return out;
}

/** The command line of every process that another user can read, one per line; empty without /proc. */
export async function commandLines(): Promise<string[]> {
  const all =
    'for one in /proc/[0-9]*/cmdline; do tr "\\000" " " 2>/dev/null < "$one" && echo; done 2>/dev/null';
  return (await asOtherUser(all)).split('\n').filter((line) => line !== '');
}

/** The files below a path that another user can read: tried if this is root, otherwise derived from their modes. */
export async function readByOthers(path: string): Promise<string[]> {
  if (isRoot) {
    const read = 'for one; do head -c 1 "$one" >/dev/null 2>&1 && echo "$one"; done';
    // A user who cannot list a folder may still guess its names.
    const names = await filesBelow(path);
    const out = names.length === 0 ? '' : await asOtherUser(read, ...names);
    return out.split('\n').filter((line) => line !== '');
  }
  if ((await stat(path)).isDirectory() && ((await stat(path)).mode & 0o077) === 0) return [];
  const names = await filesBelow(path);
  const modes = await Promise.all(names.map(async (name) => (await stat(name)).mode));
  return names.filter((_, at) => ((modes[at] ?? 0) & 0o044) !== 0);
}

async function filesBelow(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}
