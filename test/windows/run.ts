import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { runCoreTests } from './core-tests.ts';
import { addWindowsPackages } from './native-packages.ts';
import { runProgram } from './program-runs.ts';
import { lastLines, readReport, sumOf, type Tally } from './tally.ts';
import { createWine, missingForWine } from './wine.ts';

/**
 * `npm run test:windows`: runs the complete suite on Windows. On other systems uses Wine in the folder CHARTDROP_WINE:
 * the core's tests, the demo, an upload and rounds of kills as `win32`. Words after `--` select test files only.
 */
const line = (text: string): void => void process.stdout.write(`${text}\n`);
const began = performance.now();

function end(tally: Tally): void {
  lastLines(tally, (performance.now() - began) / 1000).forEach(line);
  process.exitCode = tally.failed.length === 0 && tally.passed > 0 ? 0 : 1;
}

function runSuite(): void {
  const { status } = spawnSync('npm', ['test'], { stdio: 'inherit', shell: true });
  const report = 'test-results/vitest.json';
  const none: Tally = { passed: 0, failed: [], leftOut: [] };
  const tests = existsSync(report) ? readReport(readFileSync(report, 'utf8')) : none;
  end({ ...tests, failed: status === 0 ? tests.failed : [...tests.failed, `npm test ended with ${status}`] });
}

async function runInWine(folder: string, words: readonly string[]): Promise<void> {
  const missing = missingForWine(folder);
  const packages = missing === null ? await addWindowsPackages() : [];
  if (missing !== null || packages.length > 0) {
    line(`windows: did not run, ${missing ?? `npm pack could not fetch ${packages.join(', ')}`}.`);
    process.exitCode = 1;
    return;
  }
  const wine = createWine(folder);
  const build = `const { default: build } = await import('./test/build-program.ts'); await build();`;
  const built = await wine.node('build', ['--input-type=module', '--eval', build], { seconds: 180 });
  if (built.code !== 0) {
    end({ passed: 0, failed: [`the build | ${built.err.trim().split('\n').at(-1)}`], leftOut: [] });
    return;
  }
  const tests = await runCoreTests(wine, words, (name, { passed, failed, leftOut }, seconds) =>
    line(
      `${name}: ${passed} passed, ${failed.length} failed, ${leftOut.length} left out (${Math.round(seconds)} s)`,
    ),
  );
  const program = words.length === 0 ? await runProgram(wine, { rounds: 20, tell: line }) : [];
  end(sumOf([tests, ...program]));
}

// Programs in Wine end with this.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const folder = process.env['CHARTDROP_WINE'] ?? '';
if (process.platform === 'win32') runSuite();
else if (folder !== '') await runInWine(folder, process.argv.slice(2));
else line('windows: did not run, CHARTDROP_WINE names no folder with Wine and node.exe.');
