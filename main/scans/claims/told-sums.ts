import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type DaySum, daySumSchema } from '../../../preload/contract/other-pcs.ts';
import { parseJson } from '../../base/parse-json.ts';
import { errnoOf } from '../../files/file-errors.ts';
import { readSmall, writeStart } from '../../files/folder-files.ts';
import { namesIn, pathBytes } from '../../files/name-bytes.ts';
import { claimError, rootOf, throwClaimError } from './claim-places.ts';

/** This station's sums, and the PC's name in the network. */
interface OwnSum {
  readonly name: string;
  readonly sum: DaySum;
}

/** The sums of a station as another one read them. */
export interface ToldSum extends OwnSum {
  readonly station: string;
  /** Its age in milliseconds by the share's clock. */
  readonly ageMs: number;
}

/**
 * The stations of a folder tell each other numbers of their day, each in one small file beside its sign of life. Anyone
 * who may write to the folder may write them, so they are shown and decide nothing.
 */
export interface ToldSums {
  /**
   * Tells this station's sums, and reads those of the others that are younger than `youngerThanMs`. Nothing is written
   * while this station is the only one. Throws the file system's errors, and `claims-denied`.
   */
  exchange(own: () => OwnSum, youngerThanMs: number): Promise<ToldSum[]>;
}

/** Of a PC's name, which another program may have written. */
const mostLetters = 64;

/** `clinic`: the digest that separates the claims of different clinics. */
const toldSchema = z.object({
  clinic: z.string(),
  name: z.string().trim().min(1).max(mostLetters),
  sum: daySumSchema,
});

/** A station's sign of life, or its sums. */
const stationFile = /^([0-9a-f]{32})(\.day)?$/;
/** A clinic has fewer PCs; others could fill the folder with names. */
const mostStations = 50;

export function createToldSums(given: { directory: string; station: string; clinic: string }): ToldSums {
  const { directory, station, clinic } = given;
  const root = rootOf(directory);
  const pathOf = (name: string): string => join(directory, `${name}.day`);

  /** null for a file that holds no sums of this clinic, and for one that went away. */
  const read = async (name: string): Promise<(Omit<ToldSum, 'ageMs'> & { modifiedMs: number }) | null> => {
    try {
      const { text, mtimeMs } = await readSmall(pathOf(name), root);
      // A longer line before this one may have left its end.
      // It may be half a line: another station is writing it.
      const told = toldSchema.safeParse(parseJson(text.split('\n', 1)[0] ?? ''));
      if (!told.success || told.data.clinic !== clinic) return null;
      return { station: name, name: told.data.name, sum: told.data.sum, modifiedMs: mtimeMs };
    } catch (thrown) {
      if (errnoOf(thrown) === 'ENOENT' || errnoOf(thrown) === 'ELOOP') return null;
      throw claimError(thrown);
    }
  };

  return {
    async exchange(own, youngerThanMs) {
      const files = (await namesIn(directory).catch(throwClaimError)).flatMap((name) => {
        const [, other, day] = stationFile.exec(name) ?? [];
        return other === undefined || other === station ? [] : [{ other, isSum: day !== undefined }];
      });
      if (files.length === 0) return [];
      const { name, sum } = own();
      const line = JSON.stringify({ clinic, name: name.slice(0, mostLetters), sum });
      await writeStart(pathOf(station), `${line}\n`, root).catch(throwClaimError);
      // The share's time now, since its clock may differ from this PC's.
      const { mtimeMs: now } = await lstat(pathBytes(pathOf(station))).catch(throwClaimError);
      const told: ToldSum[] = [];
      for (const { other } of files.filter(({ isSum }) => isSum).slice(0, mostStations)) {
        const found = await read(other);
        if (found === null) continue;
        const { modifiedMs, ...rest } = found;
        const ageMs = Math.max(0, now - modifiedMs);
        if (ageMs < youngerThanMs) told.push({ ...rest, ageMs });
      }
      return told;
    },
  };
}
