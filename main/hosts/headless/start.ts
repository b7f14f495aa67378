import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findElectron } from './find-electron.ts';
import { processIo } from './process-io.ts';
import { runProgram } from './program.ts';

/** `npm start`: the window in Electron, or where that is not here the same window in the browser, saying why. */
const found = findElectron();
if (found.kind === 'found') {
  const child = spawn(found.path, [fileURLToPath(new URL('../../../', import.meta.url))], {
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} else {
  process.stderr.write(`${found.why} The same window opens in the browser.\n`);
  process.exitCode = await runProgram(['serve', '--open', ...process.argv.slice(2)], processIo());
}
