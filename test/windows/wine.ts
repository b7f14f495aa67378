import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errnoOf } from '../../main/files/file-errors.ts';

export interface WineResult {
  /** null: it exceeded its time and was ended. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Node for Windows under Wine. */
export interface Wine {
  /** Runs `node.exe` with these arguments in the project. `name`: for its output files. */
  node(name: string, args: readonly string[], given: { seconds: number }): Promise<WineResult>;
}

/** The folder for output and reports of this run. */
export const resultsFolder = join('test-results', 'windows');

/** The part that this folder lacks for Wine, in a sentence, or null. */
export function missingForWine(folder: string): string | null {
  const absent = ['node.exe', 'prefix', 'nokeep.mjs'].filter((name) => !existsSync(join(folder, name)));
  if (absent.length > 0) return `CHARTDROP_WINE names a folder without ${absent.join(', ')}`;
  return spawnSync('wine', ['--version']).error === undefined ? null : 'there is no wine in PATH';
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (thrown) {
    // Every process has ended.
    if (errnoOf(thrown) !== 'ESRCH') throw thrown;
  }
}

/**
 * `folder` contains `node.exe`, `prefix/` (Wine's drive and registry) and `nokeep.mjs`, which is loaded before each
 * program: Wine 8 lacks a socket option that Node sets. Output goes to files, since Windows programs cannot use a pipe
 * that Wine inherits. Excludes settings of a person's own Chartdrop and of npm.
 */
export function createWine(folder: string): Wine {
  const home = resolve(folder);
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    WINEPREFIX: join(home, 'prefix'),
    WINEARCH: 'win64',
    // In other locales Wine does not support accents in names.
    LC_ALL: 'C.UTF-8',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    NODE_OPTIONS: `--import=file:///Z:${join(home, 'nokeep.mjs')}`,
  };
  return {
    async node(name, args, { seconds }) {
      await mkdir(resultsFolder, { recursive: true });
      const paths = { out: join(resultsFolder, `${name}.out`), err: join(resultsFolder, `${name}.err`) };
      const [out, err] = [await open(paths.out, 'w'), await open(paths.err, 'w')];
      try {
        const child = spawn('wine', [join(home, 'node.exe'), ...args], {
          env,
          stdio: ['ignore', out.fd, err.fd],
          // A separate process group that is ended together, since started programs would survive.
          detached: true,
        });
        const end = (): void => endGroup(child.pid);
        process.on('exit', end);
        const timer = setTimeout(end, seconds * 1000);
        const [code] = (await once(child, 'exit')) as [number | null];
        clearTimeout(timer);
        process.off('exit', end);
        end();
        return { code, out: await readFile(paths.out, 'utf8'), err: await readFile(paths.err, 'utf8') };
      } finally {
        await out.close();
        await err.close();
      }
    },
  };
}
