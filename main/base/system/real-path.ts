import { realpath as realpathByLinks } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/**
 * The path with links resolved. Windows' own answer (GetFinalPathNameByHandle) fails on some drives although their
 * files work: RAM disks such as ImDisk's, and some VPN and encrypted drives ("uv_fs_realpath" in libuv's documentation).
 * Then links are resolved one by one, and the nearest folder above that Windows knows gives the rest its spelling,
 * since 8.3 names and mapped drives are no links. Throws the file system's error, for a missing file that of `stat`.
 */
export async function realPath(
  path: string,
  { ask = realpath, platform = process.platform }: { ask?: typeof realpath; platform?: string } = {},
): Promise<string> {
  try {
    return await ask(path);
  } catch (thrown) {
    if (platform !== 'win32') throw thrown;
    await stat(path);
    const plain = await promisify(realpathByLinks)(path);
    return await spelledByWindows(plain, ask);
  }
}

async function spelledByWindows(path: string, ask: (path: string) => Promise<string>): Promise<string> {
  const rest: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    const answer = await ask(at).catch(() => null);
    if (answer !== null) return join(answer, ...rest);
    if (dirname(at) === at) return path;
    rest.unshift(basename(at));
  }
}
