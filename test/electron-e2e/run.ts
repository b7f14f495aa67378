import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findElectron } from '../../main/hosts/dev/find-electron.ts';
import { findPacked } from './fuses.ts';

/**
 * `npm run test:electron`: runs the suite in the real Electron and checks the fuses of the packed program, if these
 * binaries exist. Prints a line for each part that cannot run.
 */
const electron = findElectron();
const specs: string[] = [];
if (electron.kind === 'found') specs.push('window.spec', 'habits.spec');
else process.stdout.write(`The Electron suite does not run: ${electron.why}\n`);
if (findPacked() !== null) specs.push('fuses.spec');
else {
  process.stdout.write(
    'The fuses are not read: there is no packed program in release/, and CHARTDROP_PACKED names none.\n',
  );
}

if (specs.length > 0) {
  const args = ['test', '--config', 'test/electron-e2e/playwright.config.ts', ...specs];
  const child = spawn('playwright', args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...(electron.kind === 'found' ? { CHARTDROP_ELECTRON: electron.path } : {}) },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
}
