import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { destinationSchema } from '../../preload/contract/destination.ts';
import type { ScanFolder, StoredFolder } from '../../preload/contract/scan-folder.ts';
import { ChartdropError } from '../base/errors.ts';
import { databaseFile } from '../jobs/history.ts';
import { upToDate } from '../jobs/store/read-job.ts';
import { newDataKey, type Sealer } from '../database/sealing.ts';
import type { Secrets } from '../base/ports.ts';
import { isOnNetwork } from '../files/data-drive.ts';
import { keepNew } from '../base/keep-new.ts';

/**
 * The folder of one clinic's jobs and history, created if missing, so that clinics are kept apart. Throws
 * `data-on-network` on a drive where locks do not work between machines (case 54).
 */
export async function clinicDirectory(
  dataDirectory: string,
  clinic: 'demo' | URL,
  isShared: (path: string) => Promise<boolean> = isOnNetwork,
): Promise<string> {
  const name = clinic === 'demo' ? clinic : clinic.host.replace(':', '_');
  const directory = join(dataDirectory, 'clinics', name);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (await isShared(directory)) throw new ChartdropError('data-on-network');
  return directory;
}

/**
 * The key of a clinic's database, created at the first start. Throws `data-key-wrong` if a database exists that was
 * encrypted with another key.
 */
export async function dataKeyOf(secrets: Secrets, directory: string): Promise<string> {
  // Asked first: another program that starts at the same time keeps the key before it creates the database.
  const hasData = existsSync(databaseFile(directory));
  const kept = await secrets.read('data-key');
  if (kept !== null) return kept;
  if (hasData) throw new ChartdropError('data-key-wrong');
  return keepNew(secrets, 'data-key', newDataKey());
}

/** A folder in the form for the settings file, with its patient encrypted. */
export const sealFolder =
  (sealer: Sealer) =>
  (folder: ScanFolder): StoredFolder => {
    if (folder.route.kind !== 'fixed') return folder;
    const sealed = sealer.seal(folder.route.destination).toString('base64');
    return { ...folder, route: { kind: 'fixed', sealed } };
  };

/**
 * Reads a folder from the settings file. An older version may have stored its patient unencrypted. If another data key
 * encrypted it, `isLost` is set, and a person decides about each scan until the route is set again.
 */
export const openFolder =
  (sealer: Sealer) =>
  (stored: StoredFolder): { folder: ScanFolder; isLost: boolean } => {
    const { route } = stored;
    if (!('sealed' in route)) return { folder: { ...stored, route }, isLost: false };
    try {
      const destination = destinationSchema.parse(upToDate(sealer.open(Buffer.from(route.sealed, 'base64'))));
      return { folder: { ...stored, route: { kind: 'fixed', destination } }, isLost: false };
    } catch (thrown) {
      if (!(thrown instanceof ChartdropError)) throw thrown;
      return { folder: { ...stored, route: { kind: 'inbox' } }, isLost: true };
    }
  };
