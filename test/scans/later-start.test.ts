import { readdirSync, renameSync } from 'node:fs';
import { rm, utimes } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import type { KnownFiles } from '../../main/database/known-file-store.ts';
import type { FolderEventsDeps } from '../../main/scans/watch/folder-events.ts';
import { pdf } from './formats.ts';
import { createDesk } from './watch-harness.ts';

/** More files than one listing looks at again. */
const many = 500;
const nameOf = (at: number): string => `old-${at}.pdf`;

type Desk = Awaited<ReturnType<typeof createDesk>>;

/** Writes the names down as a running program does, and ends it. */
async function watchOnce(desk: Desk): Promise<void> {
  const { known, folder } = desk;
  const before = known.expectedNames(folder.id);
  const watch = await desk.watching({ first: true });
  await desk.until(() => expect(known.expectedNames(folder.id)).not.toEqual(before));
  await watch.stop();
}

/** A folder whose files are known and skipped, after the program has ended. */
async function knownFolder(files: number) {
  const desk = await createDesk();
  for (let at = 0; at < files; at += 1) await desk.write(nameOf(at), pdf());
  await watchOnce(desk);
  return desk;
}

/** Calls `act` in the turn in which all names are listed: no deferred file was looked at yet. */
async function atReady(desk: Desk, act: (events: FolderEventsDeps) => void): Promise<void> {
  const opened = Promise.withResolvers<FolderEventsDeps>();
  const watch = desk.watch({
    watchEvents(deps) {
      opened.resolve(deps);
      return { ready: Promise.resolve(null), close: async () => undefined };
    },
  });
  const deps = await opened.promise;
  await watch.ready.then(() => act(deps));
}

describe('a later start', () => {
  it('watches once all names are listed, and compares each known file afterwards', async () => {
    const desk = await knownFolder(many);
    const get = vi.fn<KnownFiles['get']>((...asked) => desk.known.get(...asked));
    const watch = desk.watch({ known: { ...desk.known, get } });
    const atReady = await watch.ready.then(() => get.mock.calls.length);
    expect(atReady).toBeLessThan(many / 2);
    const compared = () => new Set(get.mock.calls.map(([, relativePath]) => relativePath));
    await desk.until(() => expect(compared().size).toBe(many));
    expect(desk.finished).toEqual([]);
  });

  it('takes new names first, then files that were overwritten while the program was off', async () => {
    const desk = await knownFolder(many);
    const overwritten = [nameOf(0), nameOf(many / 2), nameOf(many - 1)];
    for (const name of overwritten) await desk.write(name, pdf(2));
    await desk.write('new.pdf', pdf(3));
    await desk.watching();
    await desk.until(() => expect(desk.names()).toEqual(['new.pdf', ...overwritten].sort()));
    expect(desk.appeared[0]?.path).toBe(desk.at('new.pdf'));
    expect(new Set(desk.appeared.map(({ since }) => since))).toEqual(new Set([-Infinity]));
    await desk.pass(120_000, 1_000);
    expect(desk.finished).toHaveLength(overwritten.length + 1);
  });

  it('takes a file that got the name of a file put away since the names were kept', async () => {
    const desk = await knownFolder(1);
    const watch = await desk.watching();
    await desk.write('letter.pdf', pdf());
    await desk.until(() => expect(desk.names()).toEqual(['letter.pdf']));
    await watch.stop();
    await watchOnce(desk);
    const third = await desk.watching();
    await rm(desk.at('letter.pdf'));
    third.putAway(desk.at('letter.pdf'));
    await third.stop();
    await desk.write('letter.pdf', pdf());
    await desk.watching();
    await desk.until(() => expect(desk.names()).toEqual(['letter.pdf', 'letter.pdf']));
  });

  it('does not date a file by a write to it, if it may have changed before the start', async () => {
    const desk = await knownFolder(many);
    // The listing looks at the first ones again.
    const last = readdirSync(desk.path).at(-1) ?? '';
    await desk.write(last, pdf(2));
    await atReady(desk, (events) => events.onName(last, 'written'));
    await desk.until(() => expect(desk.names()).toEqual([last]));
    expect(desk.appeared[0]?.since).toBe(-Infinity);
  });

  it('dates a file that is written after it was compared', async () => {
    const desk = await knownFolder(2);
    await desk.watching();
    await desk.pass(1_000);
    const before = desk.clock.monotonic();
    await desk.write(nameOf(1), pdf(2));
    await desk.until(() => expect(desk.names()).toEqual([nameOf(1)]));
    expect(desk.appeared[0]?.since).toBeGreaterThanOrEqual(before);
  });

  it('compares the files again if the folder goes away before that is done', async () => {
    const desk = await knownFolder(many);
    await desk.write(nameOf(many - 1), pdf(2));
    await atReady(desk, () => renameSync(desk.path, `${desk.path}.away`));
    await desk.until(() => expect(desk.notices).toEqual(['vanished: folder-missing']), 1_000);
    expect(desk.finished).toEqual([]);
    renameSync(`${desk.path}.away`, desk.path);
    await desk.until(() => expect(desk.names()).toEqual([nameOf(many - 1)]), 500);
  });

  it('keeps no names again if they are the same', async () => {
    const desk = await knownFolder(3);
    const expectedNames = vi.fn<KnownFiles['expectedNames']>((id) => desk.known.expectedNames(id));
    const expectNames = vi.fn<KnownFiles['expectNames']>((id, marks) => desk.known.expectNames(id, marks));
    await utimes(desk.at(nameOf(1)), 1, 1);
    await desk.watching({ known: { ...desk.known, expectedNames, expectNames } });
    // Read at the start, and before they would be kept.
    await desk.until(() => expect(expectedNames).toHaveBeenCalledTimes(2));
    expect(expectNames).not.toHaveBeenCalled();
  });
});
