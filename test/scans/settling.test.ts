import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readFingerprint } from '../../main/files/fingerprint.ts';
import { createSettling } from '../../main/scans/settle/settling.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';

const name = 'letter.pdf';

/** One whole file that is taken until `taken` is called; `sights` are the dates with which it was sighted. */
async function takingOneFile() {
  const folderPath = await mkdtemp(join(tmpdir(), 'chartdrop-settling-'));
  const path = join(folderPath, name);
  await writeFile(path, 'first');
  const clock = createFakeClock();
  const end = new AbortController();
  const sights: number[] = [];
  const handedOver: number[] = [];
  const hold = Promise.withResolvers<null>();
  let openedAt = -1;
  const settling = createSettling({
    ...{ clock, log: { info: () => undefined, warn: () => undefined }, folderPath, signal: end.signal },
    settleMs: () => 2_000,
    inspect: async () => {
      if (handedOver.length === 0) openedAt = clock.monotonic();
      return { kind: 'opened', wholeness: 'whole', fingerprint: await readFingerprint(path) };
    },
    known: () => undefined,
    compare: () => 'other',
    onAppeared: (_path, since) => sights.push(since),
    onActivity: () => undefined,
    async handOver(make) {
      make();
      handedOver.push(clock.monotonic());
      await hold.promise;
    },
    onSettled: () => undefined,
    onGone: () => undefined,
    onTrouble: () => undefined,
  });
  onTestFinished(async () => {
    hold.resolve(null);
    end.abort();
    await settling.drained();
    await rm(folderPath, { recursive: true });
  });
  const until = (expectation: () => void) =>
    vi.waitFor(async () => {
      await clock.advanceAsync(50);
      expectation();
    }, 45_000);
  settling.sight({ relativePath: name, since: clock.monotonic() });
  await until(() => expect(handedOver).toHaveLength(1));
  return {
    ...{ clock, path, settling, sights, handedOver, until },
    openedAt,
    taken: () => hold.resolve(null),
  };
}

describe('a file that was taken', () => {
  it('is no unfinished one any more, even before the last look at it', async () => {
    const file = await takingOneFile();
    expect(file.settling.size()).toBe(1);
    file.taken();
    // The turn of the event loop in which the disk answers has not come.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(file.settling.has(name)).toBe(true);
    expect(file.settling.size()).toBe(0);
  });
});

describe('a file that changes while it is taken', () => {
  it('is dated by its last look, since it may have grown before the write that was reported', async () => {
    const file = await takingOneFile();
    file.clock.advance(3_000);
    file.settling.sight({ relativePath: name, since: file.clock.monotonic() });
    expect(file.sights.at(-1)).toBe(file.openedAt);
  });

  it('is dated by the moment at which another file replaced it', async () => {
    const file = await takingOneFile();
    file.clock.advance(3_000);
    file.settling.sight({ relativePath: name, since: file.clock.monotonic(), replaced: true });
    expect(file.sights.at(-1)).toBe(file.clock.monotonic());
  });

  it('is found without any report of it, and settles once more', async () => {
    const file = await takingOneFile();
    await appendFile(file.path, 'second');
    file.clock.advance(3_000);
    file.taken();
    await file.until(() => expect(file.handedOver).toHaveLength(2));
    expect(file.sights).toEqual([expect.any(Number), file.openedAt]);
  });
});
