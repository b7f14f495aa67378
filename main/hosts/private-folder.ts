import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { ChartdropError } from '../base/errors.ts';
import { fileError } from '../files/file-errors.ts';

/** What lies in a data folder of Chartdrop, or of Chromium in the desktop program's. */
const ours = /^(clinics|copies|spool|logs|demo-clinic|settings\.json|secrets\.json|Preferences|Local State)$/;

/**
 * Makes the data folder, which only its owner may enter: names and a folder's pattern stand there in clear. One that others
 * may enter is closed to them where it holds Chartdrop's data or nothing. Throws `data-not-private` where it holds other
 * things too, or is another user's: there it is not ours to close.
 */
export async function privateFolder(
  path: string,
  user = process.getuid?.(),
  platform = process.platform,
): Promise<void> {
  try {
    // One that is there is not made again: its disk may be full by now.
    const isThere = (await stat(path).catch(() => null)) !== null;
    if (!isThere) await mkdir(path, { recursive: true, mode: 0o700 });
    // On Windows the profile's own permissions say it.
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
