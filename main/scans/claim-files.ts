import { chmod, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ChartdropError } from '../errors.ts';
import { errnoOf, fileError } from '../uploads/file-errors.ts';

/** The hidden folder at the root of a shared scan folder; the filter takes nothing that is hidden. */
export const claimsFolder = '.chartdrop';

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
});
export type ClaimLine = z.infer<typeof lineSchema>;

/** One generation of a claim: what its station wrote last, or null where that cannot be read (yet). */
export interface Claim {
  readonly generation: number;
  readonly line: ClaimLine | null;
  /** By the share's clock, epoch milliseconds. */
  readonly modifiedMs: number;
}

/**
 * Claims as files on the share. A claim is never changed by anybody but its station; another station takes over by
 * creating the next generation, `KEY.1` after `KEY.0`. Creating exclusively has exactly one winner on every file system
 * that is shared, and names no file that could have become another one meanwhile, as a rename or an unlink would.
 */
export interface ClaimFiles {
  /** Every generation, oldest first; the last one counts. Throws the file system's errors. */
  read(key: string): Promise<Claim[]>;
  /** False where another station was faster. */
  create(key: string, generation: number, line: ClaimLine): Promise<boolean>;
  /** Adds what the station has to say now; on the disk of the share when it resolves. */
  append(key: string, generation: number, line: ClaimLine): Promise<void>;
  remove(key: string): Promise<void>;
}

const textOf = (line: ClaimLine): string => `${JSON.stringify(line)}\n`;

/** The last complete line; half a line is one that its writer was still about to act on. */
function lastLine(text: string): ClaimLine | null {
  const last = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .at(-2);
  if (last === undefined) return null;
  try {
    return lineSchema.safeParse(JSON.parse(last)).data ?? null;
  } catch {
    return null;
  }
}

export function createClaimFiles(directory: string): ClaimFiles {
  const pathOf = (key: string, generation: number): string => join(directory, `${key}.${generation}`);

  const readOne = async (key: string, generation: number): Promise<Claim | null> => {
    const path = pathOf(key, generation);
    try {
      const [text, { mtimeMs }] = [await readFile(path, 'utf8'), await stat(path)];
      return { generation, line: lastLine(text), modifiedMs: mtimeMs };
    } catch (thrown) {
      if (errnoOf(thrown) === 'ENOENT') return null;
      throw claimError(thrown);
    }
  };

  const write = async (path: string, flags: 'wx' | 'a', line: ClaimLine): Promise<void> => {
    const handle = await open(path, flags);
    try {
      await handle.writeFile(textOf(line));
      await handle.sync();
    } finally {
      await handle.close();
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
        await write(pathOf(key, generation), 'wx', line);
        return true;
      } catch (thrown) {
        if (errnoOf(thrown) === 'EEXIST') return false;
        throw claimError(thrown);
      }
    },
    async append(key, generation, line) {
      await write(pathOf(key, generation), 'a', line).catch((thrown: unknown) => {
        throw claimError(thrown);
      });
    },
    async remove(key) {
      for (let generation = (await this.read(key)).length - 1; generation >= 0; generation -= 1) {
        await rm(pathOf(key, generation), { force: true });
      }
    },
  };
}

const forbidden = new Set(['EACCES', 'EPERM', 'EROFS']);

/** A share that may only be read cannot be agreed upon; the rest is the file system's own trouble. */
export function claimError(thrown: unknown): ChartdropError {
  if (forbidden.has(errnoOf(thrown) ?? '')) return new ChartdropError('claims-denied', { cause: thrown });
  return fileError(thrown);
}

/**
 * Makes the places for claims and signs of life in a scan folder, step by step: the folder itself is never created
 * (case 28). Whoever may write to the folder may write to them. Throws `claims-denied` and the file system's errors.
 */
export async function makeClaimPlaces(
  folderPath: string,
  clinic: string,
): Promise<{ claims: string; stations: string }> {
  const root = join(folderPath, claimsFolder);
  const all = join(root, 'claims');
  const [claims, stations] = [join(all, clinic), join(root, 'stations')];
  try {
    const { mode } = await stat(folderPath);
    for (const path of [root, all, claims, stations]) {
      const isNew = await mkdir(path).then(
        () => true,
        (thrown: unknown) => {
          if (errnoOf(thrown) === 'EEXIST') return false;
          throw thrown;
        },
      );
      if (isNew) await chmod(path, mode & 0o777);
    }
    return { claims, stations };
  } catch (thrown) {
    throw claimError(thrown);
  }
}
