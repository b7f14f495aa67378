import { join } from 'node:path';
import { z } from 'zod';
import { errnoOf } from '../../files/file-errors.ts';
import { createFile, openToAppend, readSmall, removeFile } from '../../files/folder-files.ts';
import { claimError, rootOfClaims } from './claim-places.ts';

/** What may have been filed by a PC that did not live to say so. */
export const begunSchema = z.object({
  /** Epoch milliseconds by the service's clock: what came of it is not older. */
  since: z.number().int(),
  /** A digest of the patient's id that only a reader of the file's bytes can compare. */
  patient: z.string(),
});
export type Begun = z.infer<typeof begunSchema>;

const lineSchema = z.object({
  // A digest; it becomes the name of a file.
  station: z.string().regex(/^[0-9a-f]{32}$/),
  state: z.enum(['taken', 'began', 'done']),
  begun: begunSchema.nullable(),
  /** See `nameDigest`: the name under which its station saw the file when it wrote the line. */
  name: z.string().optional(),
  /** Of some of the bytes: other files may have the same size and time. */
  mark: z.string().optional(),
});
export type ClaimLine = z.infer<typeof lineSchema>;

/** One generation of a claim. */
export interface Claim {
  readonly generation: number;
  /** What its station wrote last, or null where that cannot be read (yet). */
  readonly line: ClaimLine | null;
  /** Not a byte is in it: its station stopped before it had the claim, and so before it did anything with the file. */
  readonly isEmpty: boolean;
  /** By the share's clock, epoch milliseconds. */
  readonly modifiedMs: number;
}

/**
 * Claims as files on the share. A claim is never changed by anybody but its station; another station takes over by
 * creating the next generation, `KEY.1` after `KEY.0`. Creating exclusively has one winner on every file system that
 * arbitrates it, and names no file that could have become another one meanwhile, as a rename or an unlink would.
 */
export interface ClaimFiles {
  /** Every generation, oldest first; the last one counts. Throws the file system's errors. */
  read(key: string): Promise<Claim[]>;
  /** False where another station was faster. Leaves nothing behind where it throws, as far as the share lets it. */
  create(key: string, generation: number, line: ClaimLine): Promise<boolean>;
  /** Adds what the station has to say now; `began` is on the disk of the share when it resolves. */
  append(key: string, generation: number, line: ClaimLine): Promise<void>;
  remove(key: string): Promise<void>;
}

/** The last complete line; half a line is one that its writer was still about to act on. */
function lastLine(text: string): ClaimLine | null {
  const last = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .at(-1);
  if (last === undefined) return null;
  try {
    return lineSchema.safeParse(JSON.parse(last)).data ?? null;
  } catch {
    return null;
  }
}

export function createClaimFiles(directory: string): ClaimFiles {
  const root = rootOfClaims(directory);
  const pathOf = (key: string, generation: number): string => join(directory, `${key}.${generation}`);

  const readOne = async (key: string, generation: number): Promise<Claim | null> => {
    try {
      const { text, mtimeMs } = await readSmall(pathOf(key, generation), root);
      return { generation, line: lastLine(text), isEmpty: text === '', modifiedMs: mtimeMs };
    } catch (thrown) {
      if (errnoOf(thrown) === 'ENOENT') return null;
      throw claimError(thrown);
    }
  };

  const write = async (path: string, how: 'new' | 'more', line: ClaimLine): Promise<void> => {
    // On a line of its own, whatever an append that broke off has left there.
    const text = `${how === 'more' ? '\n' : ''}${JSON.stringify(line)}\n`;
    const handle = await (how === 'new' ? createFile : openToAppend)(path, root);
    try {
      try {
        await handle.writeFile(text);
        // Of a claim that a power cut takes away nothing had begun; where `done` is lost, the chart is looked into.
        if (line.state === 'began') await handle.sync();
      } finally {
        // Some shares say only now that they are full.
        await handle.close();
      }
    } catch (thrown) {
      // What is in it by now nobody knows; an empty claim would keep everybody from the file (case 58).
      if (how === 'new') await removeFile(path, root);
      throw thrown;
    }
  };

  return {
    async read(key) {
      const found: Claim[] = [];
      for (;;) {
        const claim = await readOne(key, found.length);
        if (claim === null) return found;
        found.push(claim);
      }
    },
    async create(key, generation, line) {
      try {
        await write(pathOf(key, generation), 'new', line);
        return true;
      } catch (thrown) {
        if (errnoOf(thrown) === 'EEXIST') return false;
        throw claimError(thrown);
      }
    },
    async append(key, generation, line) {
      await write(pathOf(key, generation), 'more', line).catch((thrown: unknown) => {
        throw claimError(thrown);
      });
    },
    async remove(key) {
      for (let generation = (await this.read(key)).length - 1; generation >= 0; generation -= 1) {
        await removeFile(pathOf(key, generation), root);
      }
    },
  };
}
