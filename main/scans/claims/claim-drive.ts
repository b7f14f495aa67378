import { readFile, realpath } from 'node:fs/promises';
import { driveKind } from '../../files/drive-kind.ts';

/**
 * How far a drive keeps an exclusive create to one winner among several PCs. `kept`: the server, or the local kernel,
 * decides. `unknown`: nobody says so. `broken`: known to let two win, or to hide the others for minutes (case 56).
 */
export type Exclusivity = 'kept' | 'unknown' | 'broken';

/** File systems of programs that answer from their own caches, and write what they were given some time later. */
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
/** Those whose server decides about a create, whatever a client caches. */
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

/** The type of the mount that holds `path`, from the text of /proc/self/mountinfo (proc(5)); `fuse.rclone`, `cifs`. */
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
    // Of two on one place the later one covers the other.
    if (holds && point.length >= best.point.length) best = { point, type };
  }
  return best.type;
}

export function exclusivityOfType(type: string): Exclusivity {
  const name = type.replace(/^fuse\./, '').toLowerCase();
  if (broken.has(name)) return 'broken';
  return kept.has(name) ? 'kept' : 'unknown';
}

/** What is known of the drive that holds a folder. Throws what the file system throws where it is missing. */
export async function driveExclusivity(path: string, platform = process.platform): Promise<Exclusivity> {
  // Elsewhere the system's own redirector asks the server; a sync program's folder looks local and cannot be told.
  if (platform !== 'linux') return 'kept';
  if ((await driveKind(path)) !== 'network') return 'kept';
  const type = mountType(await readFile('/proc/self/mountinfo', 'utf8'), await realpath(path));
  return type === null ? 'unknown' : exclusivityOfType(type);
}
