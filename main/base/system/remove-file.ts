import { unlink } from 'node:fs/promises';

/**
 * Removes a name, not the target of a link, if it is there. One call, while Node's `rm` looks at the file twice before,
 * which on a share is three. Throws the file system's errors.
 */
export async function removeIfThere(path: string | Buffer): Promise<void> {
  try {
    await unlink(path);
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown;
  }
}
