import { randomUUID } from 'node:crypto';
import { ChartdropError } from '../base/errors.ts';
import type { Clock } from '../base/ports.ts';

/** A file that exists in memory only, until the window saves it. */
interface MadeFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface MadeFiles {
  /** Returns the file's id. */
  add(file: MadeFile): string;
  /** Throws `choice-expired` for an unknown id, and ten minutes after the file was made. */
  get(id: string): MadeFile;
}

const lifetimeMs = 10 * 60_000;
/** The oldest one goes first. */
const mostFiles = 8;

export function createMadeFiles(clock: Clock): MadeFiles {
  const files = new Map<string, { file: MadeFile; madeAt: number }>();
  return {
    add(file) {
      const id = randomUUID();
      files.set(id, { file, madeAt: clock.monotonic() });
      const [oldest] = files.keys();
      if (files.size > mostFiles && oldest !== undefined) files.delete(oldest);
      return id;
    },
    get(id) {
      const found = files.get(id);
      if (found === undefined || clock.monotonic() - found.madeAt > lifetimeMs)
        throw new ChartdropError('choice-expired');
      return found.file;
    },
  };
}
