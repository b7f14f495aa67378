import { renameSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { FolderEventsDeps, NameEvent } from '../../main/scans/watch/folder-events.ts';
import { createDesk } from './watch-harness.ts';
import { pdf } from './formats.ts';

/** A folder that left out its subfolder until now, with an old letter in it. */
async function newlyIncluded() {
  const desk = await createDesk({ subfolders: true });
  const { path, types, ignore } = desk.folder;
  desk.known.completeBaseline(desk.folder.id, { path, types, ignore, subfolders: false });
  await desk.write('sub/old.pdf', pdf());
  return desk;
}
type Desk = Awaited<ReturnType<typeof newlyIncluded>>;

/** Watches with events that `during` reports while they are opened, before the first listing. */
async function watchWith(
  desk: Desk,
  during: (report: (relativePath: string, event: NameEvent) => void) => Promise<void>,
  options: { first?: boolean } = {},
) {
  return desk.watching({
    ...options,
    watchEvents: (events) => ({
      ready: during((relativePath, event) => events.onName(relativePath, event)),
      close: () => Promise.resolve(),
    }),
  });
}
const appearances = ({ finished }: Desk) => finished.map(({ appearance }) => appearance);

describe('a file that lay there, renamed while it is first listed', () => {
  it.each([{ first: true }, { first: false }])(
    'asks a person, if events report it before its folder is listed (folder added: $first)',
    async ({ first }) => {
      const desk = first ? await createDesk() : await newlyIncluded();
      await desk.write('sub/old.pdf', pdf());
      await watchWith(
        desk,
        async (report) => {
          await rename(desk.at('sub/old.pdf'), desk.at('sub/renamed.pdf'));
          report('sub/old.pdf', 'renamed');
          report('sub/renamed.pdf', 'renamed');
        },
        { first },
      );
      await desk.until(() => expect(appearances(desk)).toEqual(['doubtful']));
    },
  );

  it('files a scan where nothing went missing, without a question', async () => {
    const desk = await newlyIncluded();
    await watchWith(desk, async (report) => {
      await desk.write('sub/scan.pdf', pdf(2));
      report('sub/scan.pdf', 'renamed');
    });
    await desk.until(() => expect(appearances(desk)).toEqual(['new']));
  });

  it('files scans without a question once the rename is long over', async () => {
    const desk = await newlyIncluded();
    const watch = await watchWith(desk, async (report) => {
      await rename(desk.at('sub/old.pdf'), `${desk.home}/elsewhere.pdf`);
      report('sub/old.pdf', 'renamed');
    });
    await desk.pass(20_000, 500);
    await desk.write('sub/scan.pdf', pdf(2));
    await watch.rescan();
    await desk.until(() => expect(desk.finished).toHaveLength(1));
    expect(appearances(desk)).toEqual(['new']);
  });
});

it('a file renamed after it was counted as there, before it was looked at, asks a person', async () => {
  const desk = await createDesk();
  await desk.write('old.pdf', pdf());
  const events = Promise.withResolvers<FolderEventsDeps>();
  const watch = desk.watch({
    first: true,
    watchEvents(deps) {
      events.resolve(deps);
      return { ready: Promise.resolve(), close: () => Promise.resolve() };
    },
  });
  const reported = await events.promise;
  await watch.ready;
  renameSync(desk.at('old.pdf'), desk.at('renamed.pdf'));
  reported.onName('old.pdf', 'renamed');
  reported.onName('renamed.pdf', 'renamed');
  await desk.pass(20_000, 500);
  expect(appearances(desk).filter((appearance) => appearance !== 'doubtful')).toEqual([]);
});
