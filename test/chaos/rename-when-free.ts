import { rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { pathBytes } from '../../main/files/name-bytes.ts';
import { isHeld } from '../../main/base/system/replace-file.ts';

/** Longer than an upload keeps a file open, one that hangs until its timeout included. Milliseconds. */
const patienceMs = 150_000;

/** Renames like scanners and people on Windows: again, until no program holds the file or folder. */
export async function renameWhenFree(from: string, to: string): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      await rename(pathBytes(from), pathBytes(to));
      return;
    } catch (thrown) {
      if (!isHeld(thrown) || performance.now() > until) throw thrown;
      await pause(50);
    }
  }
}
