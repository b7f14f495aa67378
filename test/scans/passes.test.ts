import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { statFiles } from '../../main/scans/watch/stat-files.ts';
import { pdf } from './formats.ts';
import { createDesk } from './watch-harness.ts';

it('a pass checks each file that was just taken once, and none that was put away: on a share each costs a call', async () => {
  // As on a share without events.
  const desk = await createDesk({ watchMethod: 'listing' });
  const looks = vi.fn(statFiles);
  const watched = await desk.watching({ statFiles: looks });
  await desk.write('stays.pdf', pdf());
  await desk.write('moves.pdf', pdf());
  await desk.until(() => expect(desk.names()).toEqual(['moves.pdf', 'stays.pdf']));
  /** The files that one pass checks. */
  const checked = async (): Promise<string[]> => {
    looks.mockClear();
    const rescanned = watched.rescan();
    await desk.pass(2_000);
    await rescanned;
    return looks.mock.calls.flatMap(([paths]) => paths);
  };
  const [stays, moves] = [desk.at('stays.pdf'), desk.at('moves.pdf')];
  // They are taken a moment after they were handed on.
  await vi.waitFor(async () => expect((await checked()).sort()).toEqual([moves, stays]), 30_000);
  await rename(moves, join(desk.home, 'moves.pdf'));
  watched.putAway(moves);
  expect(await checked()).toEqual([stays]);
});
