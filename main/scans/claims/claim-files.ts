import { join } from 'node:path';
import { z } from 'zod';
import { errnoOf } from '../../files/file-errors.ts';
import { createFile, openToAppend, readSmall, removeFile } from '../../files/folder-files.ts';
import { claimError, rootOfClaims, throwClaimError } from './claim-places.ts';

/** A file that a failed PC may have filed. */
export const begunSchema = z.object({
  /** Epoch milliseconds by the service's clock: its attachment is not older. */
  since: z.number().int(),
  /** A digest of the patient's id that only a reader of the file's bytes can compare. */
  patient: z.string(),
});
export type Begun = z.infer<typeof begunSchema>;

const lineSchema = z.object({
  // A digest, used as a file name.
  station: z.string().regex(/^[0-9a-f]{32}$/),
  state: z.enum(['taken', 'began', 'done']),
  begun: begunSchema.nullable(),
  /** See `nameDigest`: the file's name as its station saw it when it wrote the line. */
  name: z.string().optional(),
  /** A mark of some bytes, since other files may have the same size and time. */
  mark: z.string().optional(),
});
export type ClaimLine = z.infer<typeof lineSchema>;

/** One generation of a claim. */
export interface Claim {
  readonly generation: number;
  /** The last line of its station, or null while it cannot be read. */
  readonly line: ClaimLine | null;
  /** Empty: its station stopped before it had the claim, and so before it used the file. */
  readonly isEmpty: boolean;
  /** By the share's clock, in epoch milliseconds. */
  readonly modifiedMs: number;
}

/**
 * Claims as files on the share. Only its station changes a claim. Another station takes over by creating the next
 * generation, `KEY.1` after `KEY.0`. An exclusive create has one winner on every file system that arbitrates it, and
 * unlike a rename or unlink it cannot affect a file that was replaced meanwhile.
 */
export interface ClaimFiles {
  /** Every generation, oldest first; the last one counts. Throws the file system's errors. */
  read(key: string): Promise<Claim[]>;
  /** False if another station was faster. On an error, leaves nothing behind if the share allows. */
  create(key: string, generation: number, line: ClaimLine): Promise<boolean>;
  /** Appends the station's new state. When it resolves, `began` is on the share's disk. */
  append(key: string, generation: number, line: ClaimLine): Promise<void>;
  remove(key: string): Promise<void>;
}

/** The last complete line. A partial line means that its writer had not acted on it. */
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
    // Starts a new line, since an interrupted append may have left a partial one.
    const text = `${how === 'more' ? '\n' : ''}${JSON.stringify(line)}\n`;
    const handle = await (how === 'new' ? createFile : openToAppend)(path, root);
    try {
      try {
        await handle.writeFile(text);
        // If a power cut removes a claim, filing had not begun; if it removes `done`, the chart is checked.
        if (line.state === 'began') await handle.sync();
      } finally {
        // Some shares report only now that they are full.
        await handle.close();
      }
    } catch (thrown) {
      // Its content is unknown now; an empty claim would block the file for every station (case 58).
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
      await write(pathOf(key, generation), 'more', line).catch(throwClaimError);
    },
    async remove(key) {
      for (let generation = (await this.read(key)).length - 1; generation >= 0; generation -= 1) {
        await removeFile(pathOf(key, generation), root);
      }
    },
  };
}
