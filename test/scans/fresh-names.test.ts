import { expect, it } from 'vitest';
import { createBaseline } from '../../main/scans/identity/baseline.ts';
import { createExpectedNames } from '../../main/scans/identity/expected-names.ts';
import { createFreshNames } from '../../main/scans/watch/fresh-names.ts';
import { createSeenNames } from '../../main/scans/watch/seen-names.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { pdf } from './formats.ts';
import { createDesk } from './watch-harness.ts';

/** The names of a folder's listings, with what was done about each. */
function namesOf({ clock, folder, known }: Awaited<ReturnType<typeof createDesk>>) {
  const { signal } = new AbortController();
  const mount = () => 'drive 1';
  const [missing, sights] = [[] as string[], new Map<string, number>()];
  const settling = {
    has: (relativePath: string) => sights.has(relativePath),
    // The first sight counts, as in `createSettling`.
    sight: ({ relativePath, since }: { relativePath: string; since: number }) =>
      void sights.set(relativePath, sights.get(relativePath) ?? since),
    room: async () => undefined,
    gone: () => undefined,
  };
  const fresh = createFreshNames({
    ...{ folder, clock, signal, mount, settling, seen: createSeenNames(), takeExisting: false },
    expected: createExpectedNames({ known, folder, signal }),
    baseline: createBaseline({ known, folder, clock, log: silentLog, signal, mount }),
    drive: () => 'plain',
    scope: () => folder,
    onGone: () => undefined,
    onUncheckedGone: (relativePath) => void missing.push(relativePath),
  });
  fresh.begin();
  return { fresh, settling, sights, missing };
}

it('a file that was listed, and is missing when it is looked at, is reported', async () => {
  const desk = await createDesk({ subfolders: true });
  const { path, types, ignore } = desk.folder;
  desk.known.completeBaseline(desk.folder.id, { path, types, ignore, subfolders: false });
  await desk.write('sub/old.pdf', pdf());
  const { fresh, missing } = namesOf(desk);
  await fresh.onNew(['gone.pdf', 'sub/gone.pdf', 'sub/old.pdf'], 0);
  expect(missing).toEqual(['sub/gone.pdf']);
  expect(desk.known.get(desk.folder.id, 'sub/old.pdf')?.standing).toBe('left');
});

it.each([
  { way: 'a listing', sees: 'onNew' },
  { way: 'a check of known names', sees: 'check' },
] as const)(
  'a file that $way sees before its pending event belongs to the selection of that event',
  async ({ sees }) => {
    const desk = await createDesk();
    desk.known.completeBaseline(desk.folder.id, desk.folder);
    await desk.write('a.pdf', pdf());
    await desk.write('b.pdf', pdf());
    const { fresh, settling, sights } = namesOf(desk);
    // The loop polls for events before its next turn.
    setImmediate(() => settling.sight({ relativePath: 'a.pdf', since: 7 }));
    await (sees === 'check'
      ? fresh.check(['a.pdf', 'b.pdf'], false)
      : fresh.onNew(['a.pdf', 'b.pdf'], -Infinity));
    expect([...sights].sort()).toEqual([
      ['a.pdf', 7],
      ['b.pdf', -Infinity],
    ]);
  },
);
