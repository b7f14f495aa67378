import { describe, expect, it } from 'vitest';
import { inState, pdf, scanDesk } from './scan-desk.ts';

const ended = inState('filed', 'inbox', 'failed', 'dismissed');

type ScanDesk = Awaited<ReturnType<typeof scanDesk>>;
/** How many jobs there were of the files with a name. */
const jobsOf = ({ changes }: ScanDesk, name: string): number =>
  new Set(changes.filter(({ file }) => file.name === name).map(({ id }) => id)).size;

describe('a scan folder that is saved again while its watch ends', () => {
  it('is watched once, as it was saved last', async () => {
    const desk = await scanDesk();
    const { scans } = desk.app();
    const jane = { kind: 'fixed', destination: await desk.destinationOf('Jane Citizen') } as const;
    const folder = desk.folder(jane, { afterFiling: 'stay' });
    await scans.watch(folder, { takeExisting: false });
    // Two clicks, and a save from a second window.
    await Promise.all([
      scans.watch({ ...folder, types: ['pdf'] }, { takeExisting: false }),
      scans.watch(folder, { takeExisting: false }),
      scans.watch({ ...folder, route: { kind: 'inbox' } }, { takeExisting: false }),
    ]);
    await desk.scan('letter.pdf', pdf('to a person'));
    expect(await desk.job('letter.pdf', ended)).toMatchObject({ state: 'inbox', reason: 'route-inbox' });
    // No earlier watch is left behind it.
    await scans.unwatch(folder.id);
    await desk.scan('later.pdf', pdf('to nobody'));
    await scans.watch({ ...folder, id: desk.folder(jane).id }, { takeExisting: true });
    await desk.job('later.pdf', ended);
    expect(jobsOf(desk, 'letter.pdf')).toBe(1);
    expect(jobsOf(desk, 'later.pdf')).toBe(1);
    expect(desk.ofName('letter.pdf')).toEqual([]);
  });

  it('takes the skipped files that a person asks for meanwhile', async () => {
    const desk = await scanDesk();
    const { scans } = desk.app();
    const folder = desk.folder({ kind: 'inbox' });
    await desk.scan('old.pdf', pdf('before the first watch'));
    await scans.watch(folder, { takeExisting: false });
    await Promise.all([scans.watch(folder, { takeExisting: false }), scans.takeLeft(folder.id)]);
    await desk.job('old.pdf', ended);
  });

  it('is not watched if it was removed last', async () => {
    const desk = await scanDesk();
    const { scans } = desk.app();
    const folder = desk.folder({ kind: 'inbox' });
    await scans.watch(folder, { takeExisting: false });
    await Promise.all([scans.watch(folder, { takeExisting: false }), scans.unwatch(folder.id)]);
    expect(scans.status(folder.id)).toBeNull();
    await desk.scan('letter.pdf', pdf('left alone'));
    // Another folder's scan is taken, and takes as long.
    await scans.watch(desk.folder({ kind: 'inbox' }, { types: ['txt'] }), { takeExisting: false });
    await desk.scan('other.txt', 'taken');
    await desk.job('other.txt', ended);
    expect(jobsOf(desk, 'letter.pdf')).toBe(0);
  });

  it('is not watched any more once the program has ended', async () => {
    const desk = await scanDesk();
    const { scans } = desk.app();
    const folder = desk.folder({ kind: 'inbox' });
    await scans.watch(folder, { takeExisting: false });
    const saved = scans.watch(folder, { takeExisting: true });
    await desk.stop();
    expect(await saved).toEqual({ existing: 0 });
    await desk.scan('letter.pdf', pdf('after the end'));
    await desk.restart();
    await desk
      .app()
      .scans.watch({ ...folder, id: desk.folder({ kind: 'inbox' }).id }, { takeExisting: true });
    await desk.job('letter.pdf', ended);
    expect(jobsOf(desk, 'letter.pdf')).toBe(1);
  });
});
