import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run sbom`: what the program is made of, as CycloneDX, from the lock file. Development packages are in it, since the
 * window's own (Svelte, icons) are among them; each is marked as what it is.
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
