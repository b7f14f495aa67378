import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ChartdropError } from './errors.ts';
import { databaseFile } from './history/history.ts';
import { newDataKey } from './history/sealing.ts';
import type { Secrets } from './ports.ts';

/** The folder of one clinic's jobs and history, made where it is missing: jobs of one clinic never meet another's. */
export async function clinicDirectory(dataDirectory: string, clinic: 'demo' | URL): Promise<string> {
  const name = clinic === 'demo' ? clinic : clinic.host.replace(':', '_');
  const directory = join(dataDirectory, 'clinics', name);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return directory;
}

/**
 * The key of a clinic's database, made at the first start. Throws `data-key-wrong` rather than make one anew over a
 * database that another key has sealed.
 */
export async function dataKeyOf(secrets: Secrets, directory: string): Promise<string> {
  const kept = await secrets.read('data-key');
  if (kept !== null) return kept;
  if (existsSync(databaseFile(directory))) throw new ChartdropError('data-key-wrong');
  const fresh = newDataKey();
  await secrets.write('data-key', fresh);
  return fresh;
}
