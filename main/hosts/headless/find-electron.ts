import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type FoundElectron = { kind: 'found'; path: string } | { kind: 'missing'; why: string };

/**
 * Electron's binary, found without importing the package: that would try to fetch it. `path.txt` beside its package.json
 * names the file inside `dist`, or inside `ELECTRON_OVERRIDE_DIST_PATH`.
 */
export function findElectron(env: Readonly<Record<string, string | undefined>> = process.env): FoundElectron {
  const home = packageFolder();
  if (home === null) return { kind: 'missing', why: 'Electron is not installed here.' };
  const named = join(home, 'path.txt');
  const fallback = process.platform === 'win32' ? 'electron.exe' : 'electron';
  const file = existsSync(named) ? readFileSync(named, 'utf8').trim() : fallback;
  const path = join(env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(home, 'dist'), file);
  if (existsSync(path)) return { kind: 'found', path };
  const why =
    'Electron’s binary is not on this machine (`npx install-electron` fetches it where the network allows).';
  return { kind: 'missing', why };
}

function packageFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'MODULE_NOT_FOUND') return null;
    throw thrown;
  }
}
