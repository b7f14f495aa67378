import { join } from 'node:path';
import { productName } from '../product.ts';

/**
 * Where this system's data folder is not the one that Electron chooses; null where it is. Electron's on Windows is part of
 * the roaming profile, which a clinic's server may hold: a database on a network drive gets damaged.
 */
export function dataFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const local = env['LOCALAPPDATA'];
  return platform === 'win32' && local !== undefined && local !== '' ? join(local, productName) : null;
}
