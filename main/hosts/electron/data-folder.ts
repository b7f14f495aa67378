import { join } from 'node:path';
import { productName } from '../product.ts';

/**
 * The data folder where it differs from Electron's default, else null. On Windows the default is in the roaming
 * profile, which may be on a server: a database on a network drive gets damaged.
 */
export function dataFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const local = env['LOCALAPPDATA'];
  return platform === 'win32' && local !== undefined && local !== '' ? join(local, productName) : null;
}
