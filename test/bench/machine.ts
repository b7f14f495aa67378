import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { findChromium } from '../e2e/find-chromium.ts';

/** The first line of a program's version output; `none` if it is missing. */
function versionOf(program: string | null, ask = '--version'): string {
  if (program === null) return 'none';
  try {
    const said = execFileSync(program, [ask], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return said.split('\n')[0]?.trim() ?? '';
  } catch {
    return 'none';
  }
}

const packageVersion = (name: string): string => {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};

/** The machine and the versions of the numbers. The load is that before the first benchmark. */
export function describeMachine(): Record<string, string | number> {
  const [load = 0] = loadavg();
  return {
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model.trim() ?? '',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 1e9),
    load: Number(load.toFixed(2)),
    node: process.version,
    sqlite: process.versions['sqlite'] ?? '',
    openssl: process.versions.openssl,
    curl: versionOf('curl'),
    chokidar: packageVersion('chokidar'),
    chromium: versionOf(findChromium()),
  };
}

const howToGet = {
  curl: 'install the package `curl`, or put it in the PATH',
  openssl: 'install the package `openssl` 3 or later, or put it in the PATH',
  bash: 'install the package `bash`, on Windows with Git or WSL, and put it in the PATH',
} as const;

/** Throws an explanation if a program for the comparison is missing. */
export function need(...programs: (keyof typeof howToGet)[]): void {
  for (const program of programs) {
    if (versionOf(program, program === 'openssl' ? 'version' : '--version') !== 'none') continue;
    throw new Error(`${program} is needed to compare with, and is not here: ${howToGet[program]}.`);
  }
}
