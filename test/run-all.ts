import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import buildProgram from './build-program.ts';

/**
 * `npm test`: every check and every test. Parts that mostly wait run beside parts that compute, so that two cores are
 * busy all the time. At the end one line a part says how long it took; the exit code is the worst of all.
 */

/** Seconds that the parts took on the same two cores when they ran one after the other. */
const secondsBefore = 15 * 60;

/**
 * Scripts of package.json; each lane runs its own one after the other, all lanes at once. A part that only
 * computes takes the time that the tests leave, since some of them measure how fast something is.
 */
const lanes = [['test:vitest'], ['check', 'test:e2e', 'test:electron-shell']];
const onlyComputes = new Set(['check']);

/** Files that Chromium and the caches of the tools always leave there. They are removed with the folder. */
const ofTools =
  /^(\.?org\.chromium\.|\.?com\.google\.Chrome|scoped_dir|playwright|vitest-coverage-|jiti$|node-compile-cache$)/;

const compileCache = 'node-compile-cache';

interface Part {
  readonly name: string;
  readonly seconds: number;
  readonly code: number;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const since = (start: number): number => (performance.now() - start) / 1000;
const inWords = (seconds: number): string => `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;

/** Runs a script of package.json; each of its lines begins with its name, since others print beside it. */
async function runPart(name: string, temp: string): Promise<Part> {
  const start = performance.now();
  const child = spawn('npm', ['run', '--silent', name], {
    // Windows starts `npm.cmd` through its shell alone.
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    // The tests start the program hundreds of times: Node keeps what it compiled.
    env: {
      ...process.env,
      TMPDIR: temp,
      TEMP: temp,
      TMP: temp,
      NODE_COMPILE_CACHE: join(temp, compileCache),
    },
  });
  if (onlyComputes.has(name) && child.pid !== undefined) {
    setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  }
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => say(`${name} | ${line}`));
  }
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (ended) => resolve(ended ?? 1));
  });
  return { name, seconds: since(start), code };
}

async function runLane(names: readonly string[], temp: string): Promise<Part[]> {
  const parts: Part[] = [];
  for (const name of names) parts.push(await runPart(name, temp));
  return parts;
}

/** Each test removes its temporary files. The names of those that are left are printed, so that the test can be mended. */
async function leftIn(temp: string): Promise<string[]> {
  const names = (await readdir(temp)).filter((name) => !ofTools.test(name));
  const within = (await readdir(temp, { recursive: true })).filter((path) =>
    names.some((name) => path.startsWith(name)),
  );
  return within.slice(0, 20);
}

const start = performance.now();
const temp = await mkdtemp(join(tmpdir(), 'chartdrop-run-'));
// Programs that run without root's rights find their way through it.
await chmod(temp, 0o711);
await buildProgram();
const built: Part = { name: 'build', seconds: since(start), code: 0 };
const parts = [built, ...(await Promise.all(lanes.map((names) => runLane(names, temp)))).flat()];
const left = await leftIn(temp);
await rm(temp, { recursive: true, force: true, maxRetries: 20 });

say('');
for (const { name, seconds, code } of parts) {
  say(`${name}: ${inWords(seconds)}${code === 0 ? '' : `, FAILED with exit code ${code}`}`);
}
if (left.length > 0) say(`left behind in the folder for temporary files: ${left.join(', ')}`);
say(`whole: ${inWords(since(start))} (before: ${inWords(secondsBefore)})`);
process.exitCode = Math.max(...parts.map(({ code }) => code));
