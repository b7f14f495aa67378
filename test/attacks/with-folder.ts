import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder of an attack's own, removed after it: attacks run outside Vitest, too. Everybody can pass it, so that what lies
 * in it is guarded by nothing but the program.
 */
export async function withFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'chartdrop-attack-'));
  try {
    await chmod(folder, 0o755);
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
