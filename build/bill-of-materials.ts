import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run sbom`: lists the program's packages as CycloneDX, from the lock file. Includes development packages, marked
 * as such, since some of them (Svelte, icons) are built into the window.
 */
const release = join(import.meta.dirname, '../release');
const bill = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === 'win32',
});
mkdirSync(release, { recursive: true });
writeFileSync(join(release, 'sbom.json'), bill);
process.stdout.write('release/sbom.json\n');
