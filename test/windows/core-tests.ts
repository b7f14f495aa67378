import { existsSync } from 'node:fs';
import { glob, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type LeftOut, readReport, sumOf, type Tally } from './tally.ts';
import { whyNotInWine, wineLacks, wholeFile } from './wine-lacks.ts';
import { resultsFolder, type Wine } from './wine.ts';

const batchSeconds = 480;
/** The rounds of chaos take a minute each. */
const slowSeconds = 900;
const fileSeconds = 150;
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--configLoader', 'runner', '--maxWorkers=1'];
const config = ['--config', 'test/windows/vitest.config.ts'];

/** Their tests start programs and wait for them: each file is a separate batch, so that the lanes share them. */
const slow = /^test\/(hosts\/headless\/|chaos\/chaos\.)/;
/** The most files of a batch: one that exceeds its time runs a second time, file by file. */
const mostFiles = 16;
/** Number of parallel batches, which mostly wait. */
const lanes = 2;

/**
 * The core's test files in batches by folder, slow ones first. With words: only files whose path contains one of them.
 */
async function batches(words: readonly string[]): Promise<Map<string, string[]>> {
  const files: string[] = [];
  for await (const found of glob('test/**/*.test.ts', { exclude: ['test/renderer/**'] })) {
    const file = found.replaceAll('\\', '/');
    if (words.length === 0 || words.some((word) => file.includes(word))) files.push(file);
  }
  files.sort((a, b) => Number(slow.test(b)) - Number(slow.test(a)) || (a < b ? -1 : 1));
  const byFolder = Map.groupBy(files, (file) =>
    slow.test(file)
      ? `${file.split('/').at(-2)}-${basename(file, '.test.ts')}`
      : file.split('/').slice(1, -1).join('-') || 'root',
  );
  return new Map(
    [...byFolder].flatMap(([name, all]) =>
      Array.from({ length: Math.ceil(all.length / mostFiles) }, (_, part): [string, string[]] => [
        part === 0 ? name : `${name}-part-${part + 1}`,
        all.slice(part * mostFiles, (part + 1) * mostFiles),
      ]),
    ),
  );
}

/** One Vitest run for these files. Returns null if it did not finish, since it leaves no report. */
async function runFiles(wine: Wine, name: string, files: readonly string[], seconds: number) {
  const report = join(resultsFolder, `${name}.json`);
  await rm(report, { force: true });
  const output = ['--reporter=json', `--outputFile=${report}`];
  const { err } = await wine.node(name, [...vitest, ...config, ...output, ...files], { seconds });
  if (!existsSync(report)) return { tally: null, err };
  return { tally: readReport(await readFile(report, 'utf8')), err };
}

/** Splits files into those that Wine cannot load, which count as left out, and the others. */
function withoutWholeFiles(files: readonly string[]): { loadable: string[]; leftOut: LeftOut[] } {
  const reasonOf = (file: string) => whyNotInWine(file, wholeFile);
  return {
    loadable: files.filter((file) => reasonOf(file) === null),
    leftOut: files.flatMap((file) => {
      const reason = reasonOf(file);
      return reason === null ? [] : [{ file, test: wholeFile, reason }];
    }),
  };
}

/** A file that left no report, as a failure with the reason. */
const withoutReport = (file: string, err: string, seconds: number): Tally => {
  const why = err.trim().split('\n').at(-1) || `it did not end within ${seconds} s`;
  return { passed: 0, failed: [`${file} | ${why}`], leftOut: [] };
};

/** Runs a batch that hung again file by file, so that one test does not take others along. */
async function runBatch(wine: Wine, name: string, files: readonly string[]): Promise<Tally> {
  const { loadable, leftOut } = withoutWholeFiles(files);
  const apart: Tally = { passed: 0, failed: [], leftOut };
  const [first, ...others] = loadable;
  if (first === undefined) return apart;
  const isAlone = others.length === 0;
  const { tally, err } = await runFiles(wine, name, loadable, isAlone ? slowSeconds : batchSeconds);
  if (tally !== null) return sumOf([tally, apart]);
  if (isAlone) return sumOf([withoutReport(first, err, slowSeconds), apart]);
  const alone = [apart];
  for (const [at, file] of loadable.entries()) {
    const { tally: own, err } = await runFiles(wine, `${name}-${at}`, [file], fileSeconds);
    alone.push(own ?? withoutReport(file, err, fileSeconds));
  }
  return sumOf(alone);
}

/** Entries in the list of what Wine lacks that match no test of these files. */
function stale(files: ReadonlySet<string>, { leftOut }: Tally): string[] {
  const used = new Set(leftOut.map(({ file, test, reason }) => `${reason} | ${file} | ${test}`));
  return Object.entries(wineLacks).flatMap(([reason, byFile]) =>
    Object.entries(byFile).flatMap(([file, tests]) =>
      files.has(file)
        ? tests
            .filter((test) => !used.has(`Wine: ${reason} | ${file} | ${test}`))
            .map((test) => `${file} | ${test} | wine-lacks.ts names it, and it did not come`)
        : [],
    ),
  );
}

/**
 * Runs the core's tests as `win32`: all, or those whose path contains one of the words. Calls `onBatch` for each
 * folder.
 */
export async function runCoreTests(
  wine: Wine,
  words: readonly string[],
  onBatch: (name: string, tally: Tally, seconds: number) => void,
): Promise<Tally> {
  const tallies: Tally[] = [];
  const ran = new Set<string>();
  const waiting = (await batches(words)).entries();
  const lane = async (): Promise<void> => {
    for (const [name, files] of waiting) {
      const began = performance.now();
      const tally = await runBatch(wine, name, files);
      tallies.push(tally);
      files.forEach((file) => ran.add(file));
      onBatch(name, tally, (performance.now() - began) / 1000);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const all = sumOf(tallies);
  return { ...all, failed: [...all.failed, ...stale(ran, all)] };
}
