import { readFile } from 'node:fs/promises';
import { realPath } from '../../base/system/real-path.ts';
import { driveKind } from '../../files/drive-kind.ts';

/**
 * Whether a drive allows only one PC to win an exclusive create. `kept`: the server or the local kernel decides.
 * `unknown`: not documented. `broken`: known to let two win, or to hide files for minutes (case 56).
 */
export type Exclusivity = 'kept' | 'unknown' | 'broken';

/** File systems of programs that answer from a cache and write with a delay. */
const broken = new Set([
  'rclone',
  'smbnetfs',
  's3fs',
  'gcsfuse',
  'goofys',
  'geesefs',
  'davfs',
  'davfs2',
  'curlftpfs',
  'google-drive-ocamlfuse',
  'onedriver',
  'dropbox',
]);
/** File systems whose server decides about a create, whatever clients cache. */
const kept = new Set([
  'cifs',
  'smb2',
  'smb3',
  'smbfs',
  'nfs',
  'nfs4',
  'ceph',
  'lustre',
  'gfs2',
  'ocfs2',
  'afs',
]);

/**
 * The type of the mount that holds `path`, from the text of /proc/self/mountinfo (proc(5)), such as `fuse.rclone` or
 * `cifs`.
 */
export function mountType(mountinfo: string, path: string): string | null {
  let best = { point: '', type: null as string | null };
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const escaped = before.split(' ')[4];
    const [type] = after.split(' ');
    if (escaped === undefined || type === undefined) continue;
    const point = escaped.replace(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const holds = point === '/' || path === point || path.startsWith(`${point}/`);
    // Of two mounts at the same place, the later one covers the other.
    if (holds && point.length >= best.point.length) best = { point, type };
  }
  return best.type;
}

export function exclusivityOfType(type: string): Exclusivity {
  const name = type.replace(/^fuse\./, '').toLowerCase();
  if (broken.has(name)) return 'broken';
  return kept.has(name) ? 'kept' : 'unknown';
}

/** The properties of the drive that holds a folder. Throws the file system's error if it is missing. */
export async function driveExclusivity(path: string, platform = process.platform): Promise<Exclusivity> {
  // On other systems the redirector asks the server. The folder of a sync program looks local.
  if (platform !== 'linux') return 'kept';
  if ((await driveKind(path)) !== 'network') return 'kept';
  const type = mountType(await readFile('/proc/self/mountinfo', 'utf8'), await realPath(path));
  return type === null ? 'unknown' : exclusivityOfType(type);
}
