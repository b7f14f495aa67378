import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { shareRoot } from './mounts.ts';

/**
 * `npm run test:share`: runs two programs on a real SMB share. CHARTDROP_SHARE names a folder that contains `share`,
 * the server's own path, and `pc1` and `pc2`, a mount of it for each PC. Prints a line if it is not set.
 */
const missing = ['share', 'pc1', 'pc2'].filter((name) => !existsSync(join(shareRoot, name)));
if (shareRoot === '') process.stdout.write('share: did not run, CHARTDROP_SHARE names no share.\n');
else if (missing.length > 0) {
  process.stdout.write(`share: did not run, ${shareRoot} has no ${missing.join(', ')}.\n`);
  process.exitCode = 1;
} else {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--config', 'test/share/vitest.config.ts', ...process.argv.slice(2)];
  const [code] = (await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')) as [number | null];
  process.exitCode = code ?? 1;
}
