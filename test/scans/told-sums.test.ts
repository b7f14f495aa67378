import { readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DaySum } from '../../preload/contract/other-pcs.ts';
import { makeClaimPlaces } from '../../main/scans/claims/claim-places.ts';
import { createToldSums } from '../../main/scans/claims/told-sums.ts';
import { onlyOn } from '../fixtures/only-on.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const stationOf = (number: number): string => String(number).padStart(32, '0');
const day = 86_400_000;
const nothing: DaySum = { needs: 0, moving: 0, scanned: 0, filed: 0, ignored: 0, stuck: 0 };
const sumOf = (given: Partial<DaySum>): DaySum => ({ ...nothing, ...given });

/** Stations of one folder; `pc(1)` is the first. */
async function folderOf() {
  const { stations: directory } = await makeClaimPlaces(await tempFolder(), 'clinic');
  const stations = (number: number, clinic = 'clinic') =>
    createToldSums({ directory, station: stationOf(number), clinic });
  return {
    directory,
    pc: (number: number, given: Partial<DaySum> = {}, clinic = 'clinic') =>
      stations(number, clinic).exchange(() => ({ name: `PC ${number}`, sum: sumOf(given) }), day),
    /** The station has had claims. */
    lives: (number: number) => writeFile(join(directory, stationOf(number)), '120000 1\n'),
  };
}

describe('the sums of the day that PCs of a folder tell each other', () => {
  it('reach the others, the last ones of each', async () => {
    const { pc, lives } = await folderOf();
    await lives(2);
    expect(await pc(1, { needs: 1, scanned: 100_000 })).toEqual([]);
    const [seen] = await pc(2, { filed: 3 });
    expect(seen).toMatchObject({ name: 'PC 1', sum: sumOf({ needs: 1, scanned: 100_000 }) });
    // Shorter than the line before.
    await pc(1, { needs: 0, scanned: 2 });
    expect(await pc(2)).toMatchObject([{ sum: sumOf({ scanned: 2 }) }]);
    expect(await pc(1)).toMatchObject([{ name: 'PC 2' }]);
  });

  it('are not written by the only station, not even while it has claims', async () => {
    const { directory, pc, lives } = await folderOf();
    await lives(1);
    expect(await pc(1, { needs: 1 })).toEqual([]);
    expect(await readdir(directory)).toEqual([stationOf(1)]);
  });

  it('of another clinic, of yesterday, half written or made up are left out', async () => {
    const { directory, pc, lives } = await folderOf();
    await lives(1);
    await pc(2, { needs: 2 }, 'another clinic');
    await pc(3, { needs: 3 });
    const yesterday = new Date(Date.now() - day - 1000);
    await utimes(join(directory, `${stationOf(3)}.day`), yesterday, yesterday);
    await writeFile(join(directory, `${stationOf(4)}.day`), '{"clinic":"clinic","na');
    const made = { clinic: 'clinic', name: 'PC 5', sum: { ...nothing, needs: -1 } };
    await writeFile(join(directory, `${stationOf(5)}.day`), `${JSON.stringify(made)}\n`);
    await writeFile(join(directory, 'no station.day'), JSON.stringify({ ...made, sum: nothing }));
    expect(await pc(1)).toEqual([]);
  });

  it('are numbers and the PC’s name, nothing else', async () => {
    const { directory, pc, lives } = await folderOf();
    await lives(2);
    await pc(1, { needs: 1 });
    const told: unknown = JSON.parse(await readFile(join(directory, `${stationOf(1)}.day`), 'utf8'));
    expect(told).toEqual({ clinic: 'clinic', name: 'PC 1', sum: sumOf({ needs: 1 }) });
  });

  it(
    'are never written or read through a link',
    onlyOn('posix', 'Windows lets no ordinary user link files.'),
    async () => {
      const { directory, pc, lives } = await folderOf();
      await lives(2);
      const outside = join(await tempFolder(), 'precious.txt');
      await writeFile(outside, JSON.stringify({ clinic: 'clinic', name: 'PC 9', sum: nothing }));
      await symlink(outside, join(directory, `${stationOf(9)}.day`));
      await symlink(outside, join(directory, `${stationOf(1)}.day`));
      expect(await pc(1, { needs: 1 })).toEqual([]);
      expect(await readFile(outside, 'utf8')).toContain('PC 9');
    },
  );
});
