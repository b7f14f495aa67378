import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { ChartdropError } from '../base/errors.ts';
import { fileError } from '../files/file-errors.ts';

/** Names of Chartdrop's files in a data folder, and of Chromium's in the desktop program's. */
const ours = /^(clinics|copies|spool|logs|demo-clinic|settings\.json|secrets\.json|Preferences|Local State)$/;

/**
 * Creates the data folder, which only its owner may enter: names of folders and patterns are stored in it unencrypted.
 * Restricts an existing folder if it is empty or holds Chartdrop's data. Throws `data-not-private` if it holds other
 * files or belongs to another user.
 */
export async function privateFolder(
  path: string,
  user = process.getuid?.(),
  platform = process.platform,
): Promise<void> {
  try {
    // An existing folder is not created again, since its disk may be full.
    const isThere = (await stat(path).catch(() => null)) !== null;
    if (!isThere) await mkdir(path, { recursive: true, mode: 0o700 });
    // On Windows the profile's permissions protect it.
    if (platform === 'win32') return;
    const { mode, uid } = await stat(path);
    if ((mode & 0o077) === 0 && uid === user) return;
    const names = await readdir(path);
    const isOurs = names.length === 0 || names.some((name) => ours.test(name));
    if (uid !== user || !isOurs) throw new ChartdropError('data-not-private', { detail: path });
    await chmod(path, 0o700);
  } catch (thrown) {
    throw fileError(thrown);
  }
}
