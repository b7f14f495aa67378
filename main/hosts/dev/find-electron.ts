import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type FoundElectron = { kind: 'found'; path: string } | { kind: 'missing'; why: string };

/**
 * Finds Electron's binary without importing the package, which would download it. `path.txt` beside its package.json
 * names the file inside `dist` or `ELECTRON_OVERRIDE_DIST_PATH`.
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

const longestMs = 2 * 60_000;

/** Runs Electron's installer once, with its progress on standard error, and checks for the binary again. */
export async function fetchElectron(env: NodeJS.ProcessEnv = process.env): Promise<FoundElectron> {
  const home = packageFolder();
  if (home === null) return findElectron(env);
  const signal = AbortSignal.timeout(longestMs);
  const child = spawn(process.execPath, [join(home, 'install.js')], {
    stdio: ['ignore', 'inherit', 'ignore'],
    env,
    signal,
  });
  const isFetched = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
  if (isFetched) return findElectron(env);
  const why = signal.aborted
    ? 'Electron was not fetched within two minutes.'
    : 'Electron could not be fetched from here.';
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
