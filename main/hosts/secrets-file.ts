import { readFileSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ChartdropError } from '../base/errors.ts';
import { replaceFile } from '../base/system/replace-file.ts';
import type { Secrets } from '../base/ports.ts';
import { whileLocked } from '../database/write-lock.ts';
import { errnoOf } from '../files/file-errors.ts';

const contents = z.object({
  'api-key': z.string().optional(),
  'api-key-address': z.string().optional(),
  'data-key': z.string().optional(),
  'sheet-key': z.string().optional(),
  'proxy-credentials': z.string().optional(),
});
type Contents = z.infer<typeof contents>;

/**
 * Secrets of a host without a key store, in a file that only its owner can read. Protects a copy or backup of the
 * database that leaves this file out, but not against the user's own account.
 */
export function createSecretsFile(
  path: string,
): Required<Pick<Secrets, 'read' | 'write' | 'writeNew'>> & { remove(): Promise<void> } {
  /** In one piece: each PDF asks for the key of cover sheets, and a small file is read ten times faster so. */
  const text = (): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch (thrown) {
      if (errnoOf(thrown) === 'ENOENT') return '{}';
      throw thrown;
    }
  };
  const all = (): Contents => {
    const parsed = contents.safeParse(jsonOf(text()));
    if (!parsed.success) throw new ChartdropError('data-key-wrong', { cause: z.prettifyError(parsed.error) });
    return parsed.data;
  };
  /** No other process changes the file meanwhile: its secret would be lost, or this one. */
  const change = async (nextOf: (kept: Contents) => Contents): Promise<Contents> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return whileLocked(`${path}.lock`, async () => {
      const next = nextOf(all());
      // To a second file, on the disk before it is renamed, so that a power cut leaves no partial key.
      await writeFile(`${path}.new`, JSON.stringify(next), { mode: 0o600, flush: true });
      await chmod(`${path}.new`, 0o600);
      await replaceFile(`${path}.new`, path);
      return next;
    });
  };
  return {
    read: (name) => new Promise((resolve) => resolve(all()[name] ?? null)),
    async write(name, value) {
      await change((kept) => ({ ...kept, [name]: value }));
    },
    writeNew: async (name, value) => (await change((kept) => ({ [name]: value, ...kept })))[name] ?? value,
    remove: () => rm(path, { force: true }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new ChartdropError('data-key-wrong', { cause: thrown });
  }
}
