import { execFile } from 'node:child_process';
import { readFile, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { realPath } from '../base/system/real-path.ts';
import { kindOfPath, kindOfType } from './drive-kind.ts';

/** The magic number alone does not decide: a FUSE may be an encrypted home, a 9P a container's disk. */
const either: ReadonlySet<number> = new Set([0x65735546, 0x01021997]);

/** File systems that several machines can write to. */
const shared =
  /^(nfs\d?|cifs|smb\d?|smbfs|afpfs|webdav|ftp|fuse\.(sshfs|rclone|s3fs|gcsfuse|glusterfs|davfs2?|gvfsd-fuse|cifs|vmhgfs-fuse))$/;

/** A line of Linux' `mountinfo` or macOS' `mount`: the folder and the file system's name. */
const lines = {
  linux: /^\d+ \d+ \S+ \S+ (?<point>\S+) .*? - (?<type>\S+) /,
  darwin: /^.* on (?<point>\/.*) \((?<type>\w+)/,
};

/** The file system that holds `path`, from the system's list of mounts. null if none does. */
export function fileSystemOf(path: string, mounts: string, platform: 'linux' | 'darwin'): string | null {
  let found: { point: string; type: string } | null = null;
  for (const line of mounts.split('\n')) {
    const { point: written = '', type = '' } = lines[platform].exec(line)?.groups ?? {};
    // Linux writes a space as `\040`.
    const point = written.replace(/\\(\d{3})/g, (_all, code: string) =>
      String.fromCharCode(parseInt(code, 8)),
    );
    const holds = point === '/' || path === point || path.startsWith(`${point}/`);
    // Of two mounts at the same place, the later one covers the other.
    if (written !== '' && holds && point.length >= (found?.point.length ?? 0)) found = { point, type };
  }
  return found?.type ?? null;
}

const isShared = (path: string, mounts: string, platform: 'linux' | 'darwin'): boolean =>
  shared.test(fileSystemOf(path, mounts, platform) ?? '');

/**
 * Whether other machines can write to the drive of a folder. There, locks between two programs do not work across
 * machines, and SQLite's WAL needs shared memory. Resolves links in `path`. Throws the file system's error if it is
 * missing.
 */
export async function isOnNetwork(path: string, platform = process.platform): Promise<boolean> {
  // Windows resolves links, `subst` and mapped drives to the underlying `\\server\share`.
  const real = await realPath(path);
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
