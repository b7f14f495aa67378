import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { packShell } from './bundle.ts';

/**
 * `npm run test:electron-shell`: runs the product's Electron side in the real Electron of CHARTDROP_ELECTRON, over a
 * thin core, so that an old version works. Prints a line if it is not set.
 */
const line = (text: string): void => void process.stdout.write(`${text}\n`);
const reportSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

const ended = async (child: ChildProcess): Promise<number> => {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
};

/** Starts a screen if there is none, with a session bus. `-noreset`: otherwise each program's end resets the screen. */
function around(command: string, args: readonly string[]): [string, string[]] {
  if (process.platform !== 'linux' || (process.env['DISPLAY'] ?? '') !== '') return [command, [...args]];
  const screen = ['xvfb-run', '-a', '-s', '-screen 0 1366x768x24 -noreset', command, ...args];
  return ['dbus-run-session', ['--', ...screen]];
}

async function run(binary: string): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'chartdrop-shell-'));
  try {
    line('Packing the desktop side for this Electron…');
    const packed = await packShell(binary, directory);
    const playwright = join('node_modules', '@playwright', 'test', 'cli.js');
    const config = ['--config', 'test/electron-shell/playwright.config.ts'];
    const [command, args] = around(process.execPath, [
      playwright,
      'test',
      ...config,
      ...process.argv.slice(2),
    ]);
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: { ...process.env, CHARTDROP_SHELL: packed },
    });
    const code = await ended(child);
    const { stats } = reportSchema.parse(
      JSON.parse(await readFile('test-results/electron-shell.json', 'utf8')),
    );
    const all = stats.expected + stats.unexpected + stats.flaky + stats.skipped;
    line(`electron-shell: ${stats.expected} of ${all} scenarios passed in the real Electron.`);
    return code;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const binary = process.env['CHARTDROP_ELECTRON'] ?? '';
const needs = process.platform === 'linux' && (process.env['DISPLAY'] ?? '') === '';
if (binary === '') {
  line('electron-shell: did not run, CHARTDROP_ELECTRON names no Electron.');
} else if (needs && ['xvfb-run', 'dbus-run-session'].some((name) => spawnSync(name, ['--help']).error)) {
  line('electron-shell: did not run, there is no display, and no Xvfb with a session bus either.');
  process.exitCode = 1;
} else {
  process.exitCode = await run(binary);
}
