import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A temporary folder for an attack, which runs outside Vitest too. Every user may enter it, so that only the program
 * protects its content.
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
