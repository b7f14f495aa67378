import { execFile } from 'node:child_process';
import { readFile, realpath, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { kindOfPath, kindOfType } from './drive-kind.ts';

/** Their number says too little of them: a FUSE may be an encrypted home, a 9P the disk of a container. */
const either: ReadonlySet<number> = new Set([0x65735546, 0x01021997]);

/** Names of file systems that several machines can write to at the same time. */
const shared =
  /^(nfs\d?|cifs|smb\d?|smbfs|afpfs|webdav|ftp|fuse\.(sshfs|rclone|s3fs|gcsfuse|glusterfs|davfs2?|gvfsd-fuse|cifs|vmhgfs-fuse))$/;

/** One line of Linux' `mountinfo`, and of macOS' `mount`: the folder, and the file system's name. */
const lines = {
  linux: /^\d+ \d+ \S+ \S+ (?<point>\S+) .*? - (?<type>\S+) /,
  darwin: /^.* on (?<point>\/.*) \((?<type>\w+)/,
};

/** The name of the file system that holds `path`, from the system's list of mounts; null where none does. */
export function fileSystemOf(path: string, mounts: string, platform: 'linux' | 'darwin'): string | null {
  let found: { point: string; type: string } | null = null;
  for (const line of mounts.split('\n')) {
    const { point: written = '', type = '' } = lines[platform].exec(line)?.groups ?? {};
    // Linux writes a blank as `\040`.
    const point = written.replace(/\\(\d{3})/g, (_all, code: string) =>
      String.fromCharCode(parseInt(code, 8)),
    );
    const holds = point === '/' || path === point || path.startsWith(`${point}/`);
    // Of two at the same place the later one covers the other.
    if (written !== '' && holds && point.length >= (found?.point.length ?? 0)) found = { point, type };
  }
  return found?.type ?? null;
}

const isShared = (path: string, mounts: string, platform: 'linux' | 'darwin'): boolean =>
  shared.test(fileSystemOf(path, mounts, platform) ?? '');

/**
 * Whether a folder is on a drive that other machines write to as well: the locks that keep two programs out of one
 * database do not reach from one machine to another there, and SQLite's log needs memory that both share. `path` may be
 * one of several names of the folder. Throws what the file system throws where it is missing.
 */
export async function isOnNetwork(path: string, platform = process.platform): Promise<boolean> {
  // Through links, `subst` and mapped drives: Windows resolves these to the `\\server\share` behind them.
  const real = await realpath(path);
  if (platform === 'linux') {
    const { type } = await statfs(real, { bigint: true });
    return either.has(Number(BigInt.asUintN(32, type)))
      ? isShared(real, await readFile('/proc/self/mountinfo', 'utf8'), platform)
      : kindOfType(type) === 'network';
  }
  if (platform === 'darwin') {
    const { stdout } = await promisify(execFile)('/sbin/mount');
    return isShared(real, stdout, platform);
  }
  return kindOfPath(real, platform) === 'network';
}
