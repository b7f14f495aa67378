/**
 * Why a system refuses a file or folder, since the same error number means different things on each:
 *
 * - Windows: libuv (`src/win/error.c`) reports ERROR_ACCESS_DENIED as EPERM, newer versions as EACCES, and
 *   ERROR_SHARING_VIOLATION as EBUSY. Opening a forbidden file is EPERM, and opening one that another program holds is
 *   EBUSY. But a rename over an open file, and the deletion of one, are ERROR_ACCESS_DENIED too ("MoveFileEx", Win32
 *   documentation).
 * - macOS: a missing permission is EACCES; EPERM for reading means that the system protects the place from programs
 *   that a person has not allowed (Desktop, Documents, Downloads, removable and network volumes; Apple's "Protected
 *   resources").
 * - Linux: EPERM is an immutable file or a file of another user in a sticky folder.
 */
export type Refusal = 'denied' | 'held' | 'protected';

const heldErrors: ReadonlySet<string> = new Set(['EBUSY', 'EAGAIN', 'ETXTBSY']);
const deniedErrors: ReadonlySet<string> = new Set(['EPERM', 'EACCES']);
/** The calls that need other programs to let go of a name. */
const changesName: ReadonlySet<string> = new Set(['rename', 'unlink', 'rmdir', 'copyfile', 'link']);

/** The meaning of an error number; null if it is no refusal. `syscall`: the call that failed, if known. */
export function refusalOf(
  errno: string | undefined,
  syscall: string | undefined,
  platform: NodeJS.Platform = process.platform,
): Refusal | null {
  if (errno === undefined) return null;
  if (heldErrors.has(errno)) return 'held';
  if (!deniedErrors.has(errno)) return null;
  const renames = syscall !== undefined && changesName.has(syscall);
  if (platform === 'win32' && renames) return 'held';
  if (platform === 'darwin' && errno === 'EPERM' && !renames) return 'protected';
  return 'denied';
}
