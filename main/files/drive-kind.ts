import { stat, statfs } from 'node:fs/promises';
import { driveOf, letterOf, type WindowsDrive } from '../base/system/windows-drive.ts';
import { pathBytes, realPath } from './name-bytes.ts';

/**
 * The kind of drive that a folder is on. `plain`: local, and the times of its directories change when files are
 * added or removed. `local`: local, without that guarantee. `removable`: like `local`, but Windows cannot eject it
 * while it is watched. `network`: events for changes by other machines may be missing (case 9), and inode numbers may
 * change with every mount.
 */
export type DriveKind = 'plain' | 'local' | 'removable' | 'network';

/**
 * Magic numbers of file systems where changes by other machines cause no event here (linux/magic.h, and statfs(2)).
 */
const networkTypes = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xfe534d42, // SMB2
  0xff534d42, // CIFS
  0x65735546, // FUSE: sshfs, rclone, cloud drives
  0x01021997, // 9P: WSL's Windows drives, virtual machines' shared folders
  0x786f4256, // VirtualBox shared folder
  0xbacbacbc, // VMware shared folder
  0x5346414f, // AFS
  0x6b414653, // kAFS
  0x73757245, // Coda
  0x00c36400, // Ceph
  0x0bd00bd0, // Lustre
  0x01161970, // GFS2
  0x7461636f, // OCFS2
  0xaad7aaea, // PanFS
  0x564c, // NCP
  0x0187, // autofs: not mounted yet
]);

/** Linux file systems that record a directory's time in nanoseconds. FAT and exFAT do not. */
const plainTypes = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0xf2f52010, // F2FS
  0x2fc12fc1, // ZFS
  0x01021994, // tmpfs
  0x794c7630, // overlayfs
]);

/** The kind of a Linux drive from the type in statfs(2), which some kernels sign-extend to 64 bits. */
export function kindOfType(type: bigint): DriveKind {
  const magic = Number(BigInt.asUintN(32, type));
  if (networkTypes.has(magic)) return 'network';
  return plainTypes.has(magic) ? 'plain' : 'local';
}

/** The kind of a drive from its path: `\\server\share`, or a mount below macOS' `/Volumes`. */
export function kindOfPath(path: string, platform: NodeJS.Platform): DriveKind {
  if (platform === 'win32')
    return /^[\\/]{2}(?![?.])|^[\\/]{2}\?[\\/]UNC[\\/]/i.test(path) ? 'network' : 'local';
  if (platform === 'darwin') return path.startsWith('/Volumes/') ? 'network' : 'local';
  return 'local';
}

/**
 * The kind of drive that the folder at `path` is on. Windows reports no type, but resolves a mapped drive to its
 * `\\server\share`. Throws the file system's error if the folder is missing.
 */
export async function driveKind(path: string, platform = process.platform): Promise<DriveKind> {
  if (platform === 'linux') return kindOfType((await statfs(pathBytes(path), { bigint: true })).type);
  const kind = kindOfPath(await realPath(path), platform);
  if (platform !== 'win32' || kind !== 'local') return kind;
  const { dev } = await stat(pathBytes(path), { bigint: true });
  return kindOfLetter(letterOf(path), dev);
}

/** Windows' answers by letter and volume: each costs the start of a program. */
const answers = new Map<string, Promise<WindowsDrive>>();

/**
 * The kind of a local drive on Windows. A removable one is listed: Windows ejects no drive on which a program has a
 * folder open, and the messages by which a program lets go of it reach no program without a window (WM_DEVICECHANGE,
 * Win32 documentation). `volume`: its serial number, since another stick may get the letter.
 */
export async function kindOfLetter(letter: string | null, volume: bigint, ask = driveOf): Promise<DriveKind> {
  // The drive that Windows runs from cannot be ejected, and most scan folders are on it.
  if (letter === null || letter === (process.env['SystemDrive'] ?? 'C:')) return 'local';
  const key = `${letter} ${volume}`;
  const answer = answers.get(key) ?? ask(letter);
  answers.set(key, answer);
  const drive = await answer;
  // Windows may only have been slow.
  if (drive === 'other') answers.delete(key);
  return drive === 'removable' ? 'removable' : 'local';
}
