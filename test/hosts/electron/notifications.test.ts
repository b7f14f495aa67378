import { describe, expect, it } from 'vitest';
import { createNotifications } from '../../../main/hosts/electron/tray/notifications.ts';
import type { ShownView } from '../../../preload/contract/host.ts';
import type { UploadJob } from '../../../main/jobs/job.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { filedRow, rowOf, somebody } from '../../fixtures/job-rows.ts';

/** Fake system notifications: the visible ones, each with its text and click. */
function scene() {
  const clock = createFakeClock();
  const standing = new Set<{ body: string; onClick: () => void }>();
  const opened: ShownView[] = [];
  let watched = false;
  let told = 0;
  let needed = 0;
  const notifications = createNotifications({
    clock,
    isWatched: () => watched,
    notify({ body, onClick }) {
      told += 1;
      const one = { body, onClick };
      standing.add(one);
      return { close: () => standing.delete(one) };
    },
    onNeeded: () => (needed += 1),
    onOpen: (view) => opened.push(view),
  });
  return {
    clock,
    notifications,
    opened,
    told: () => told,
    needed: () => needed,
    watch: (is: boolean) => (watched = is),
    bodies: () => [...standing].map(({ body }) => body),
    click: () => [...standing][0]?.onClick(),
  };
}
const waiting = async (reason: 'nobody-armed' | 'taken-back' = 'nobody-armed'): Promise<UploadJob> => ({
  ...(await rowOf('/scans/quillfeather.pdf')),
  state: 'inbox',
  reason,
  candidates: [somebody],
  duplicateOf: null,
});

describe('notifications', () => {
  it('report a pile of letters in one, once it is complete; the next one replaces it and adds up', async () => {
    const { clock, notifications, bodies, told } = scene();
    for (let letter = 0; letter < 3; letter += 1) {
      notifications.onJobChanged(await filedRow('/scans/a.pdf', 1));
      clock.advance(4000);
    }
    expect(bodies()).toEqual([]);
    clock.advance(1000);
    expect(bodies()).toEqual(['3 files were filed.']);
    notifications.onJobChanged(await waiting());
    clock.advance(5000);
    expect(bodies()).toEqual(['1 file in the inbox needs a patient.\n3 files were filed.']);
    expect(told()).toBe(2);
  });

  it('call a person at once to what needs them, but not to what was filed, and not in front of the window', async () => {
    const { notifications, needed, watch } = scene();
    notifications.onJobChanged(await filedRow('/scans/a.pdf', 1));
    expect(needed()).toBe(0);
    notifications.onJobChanged(await waiting());
    notifications.onStuck(1);
    expect(needed()).toBe(2);
    watch(true);
    notifications.onStuck(1);
    expect(needed()).toBe(2);
  });

  it('count stuck entries of scan folders, and open the settings with their reasons', () => {
    const { clock, notifications, bodies, click, opened } = scene();
    notifications.onStuck(2);
    clock.advance(5000);
    expect(bodies()).toEqual(['2 entries of a scan folder are stuck.']);
    click();
    expect(opened).toEqual(['settings']);
  });

  it('are shown at the latest after a minute', async () => {
    const { clock, notifications, bodies } = scene();
    for (let letter = 0; letter < 16; letter += 1) {
      notifications.onJobChanged(await filedRow('/scans/a.pdf', 1));
      clock.advance(4000);
    }
    expect(bodies()).toEqual(['15 files were filed.']);
  });

  it('report each arrival once, except acts that a person did or sees', async () => {
    const { clock, notifications, bodies, watch } = scene();
    const filed = await filedRow('/scans/a.pdf', 1);
    notifications.onJobChanged(filed);
    notifications.onJobChanged({ ...filed, disposal: 'done' });
    notifications.onJobChanged({ ...(await filedRow('/scans/b.pdf', 1)), archivedAt: 5 });
    notifications.onJobChanged(await waiting('taken-back'));
    watch(true);
    notifications.onJobChanged(await filedRow('/scans/c.pdf', 1));
    clock.advance(60_000);
    expect(bodies()).toEqual(['1 file was filed.']);
    notifications.seen();
    expect(bodies()).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  it('open the files that need a person first, and contain no names', async () => {
    const { clock, notifications, bodies, click, opened } = scene();
    notifications.onJobChanged(await waiting());
    notifications.onJobChanged(await filedRow('/scans/quillfeather.pdf', 1));
    clock.advance(5000);
    expect(bodies().join()).not.toMatch(/quillfeather|Citizen|\.pdf/);
    click();
    expect(opened).toEqual(['desk']);
    expect(bodies()).toEqual([]);
  });
});
