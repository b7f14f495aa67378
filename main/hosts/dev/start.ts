import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { fetchElectron, findElectron, type FoundElectron } from './find-electron.ts';
import { processIo } from '../cli/process-io.ts';
import { runProgram } from '../cli/program.ts';

/**
 * `npm start`: opens the window in Electron, or in the browser if Electron is missing, and prints why.
 * `CHARTDROP_WINDOW` chooses: `electron` or `browser`.
 */
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const io = processIo();
const wanted = io.env['CHARTDROP_WINDOW'] ?? '';

/** Finds Electron, or downloads it once. */
async function bringElectron(): Promise<FoundElectron> {
  const found = findElectron();
  if (found.kind === 'found') return found;
  say('Fetching Electron once, two minutes at the most…');
  return fetchElectron();
}

async function start(): Promise<number> {
  if (wanted === 'browser') say('The window opens in the browser, as CHARTDROP_WINDOW says.');
  const found: FoundElectron | null = wanted === 'browser' ? null : await bringElectron();
  if (found?.kind === 'found') {
    say('Starting Chartdrop in Electron…');
    const program = fileURLToPath(new URL('../../../', import.meta.url));
    const child = spawn(found.path, [program], { stdio: 'inherit', env: process.env });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  }
  if (found !== null) {
    say(found.why);
    if (wanted === 'electron') return 1;
    say('The same window opens in the browser.');
  }
  return runProgram(['serve', '--open', ...process.argv.slice(2)], io);
}

process.exitCode = await start();
