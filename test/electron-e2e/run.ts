import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findElectron } from '../../main/hosts/headless/find-electron.ts';

/** `npm run test:electron`: the suite in the real Electron, wherever its binary is; else one line that says why not. */
const found = findElectron();
if (found.kind === 'missing') {
  process.stdout.write(`The Electron suite does not run: ${found.why}\n`);
} else {
  const child = spawn('playwright', ['test', '--config', 'test/electron-e2e/playwright.config.ts'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, CHARTDROP_ELECTRON: found.path },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
}
