import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { ChartdropError } from '../base/errors.ts';
import { isInProfile, restrictToOwner } from '../base/system/owner-only.ts';
import { fileError } from '../files/file-errors.ts';

/** Names of Chartdrop's files in a data folder, and of Chromium's in the desktop program's. */
const ours = /^(clinics|copies|spool|logs|demo-clinic|settings\.json|secrets\.json|Preferences|Local State)$/;

/** This PC's answers, replaced in tests. */
interface Machine {
  readonly user: number | undefined;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Closes a folder to other users of Windows. */
  readonly restrict: (path: string) => Promise<void>;
}

/**
 * Creates the data folder, which only its owner may enter: names of folders and patterns are stored in it unencrypted.
 * Restricts an existing folder if it is empty or holds Chartdrop's data. Throws `data-not-private` if it holds other
 * files or belongs to another user, and `data-not-guarded` if Windows does not restrict it.
 */
export async function privateFolder(path: string, given: Partial<Machine> = {}): Promise<void> {
  const { user, platform, env, restrict }: Machine = {
    ...{ user: process.getuid?.(), platform: process.platform, env: process.env, restrict: restrictToOwner },
    ...given,
  };
  try {
    // An existing folder is not created again, since its disk may be full.
    const isThere = (await stat(path).catch(() => null)) !== null;
    if (!isThere) await mkdir(path, { recursive: true, mode: 0o700 });
    const isWindows = platform === 'win32';
    // The profile's own list guards it.
    if (isWindows && isInProfile(path, env)) return;
    const { mode, uid } = await stat(path);
    if (!isWindows && (mode & 0o077) === 0 && uid === user) return;
    const names = await readdir(path);
    const isOurs = names.length === 0 || names.some((name) => ours.test(name));
    const isOthers = !isWindows && uid !== user;
    if (isOthers || !isOurs) throw new ChartdropError('data-not-private', { detail: path });
    if (isWindows) await restrict(path).catch(notGuarded(path));
    else await chmod(path, 0o700);
  } catch (thrown) {
    throw fileError(thrown);
  }
}

const notGuarded = (path: string) => (cause: unknown) => {
  throw new ChartdropError('data-not-guarded', { detail: path, cause });
};
