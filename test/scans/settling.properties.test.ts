import { lstatSync } from 'node:fs';
import { appendFile, lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import {
  type ArmedToken,
  createActiveDestination,
  type DisarmReason,
} from '../../main/scans/route/active-destination.ts';
import { likeness } from '../../main/scans/identity/identity.ts';
import { createRouter, type RouteDecision } from '../../main/scans/route/routes.ts';
import { createSettling, type FinishedFile } from '../../main/scans/settle/settling.ts';
import { partialStillMs, wholeStillMs, type Wholeness } from '../../main/scans/settle/stability.ts';
import { fingerprintOf, sameFingerprint } from '../../main/files/fingerprint.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { Fingerprint } from '../../main/files/job-file.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { caseOf, patient } from './people.ts';

const jane = patient('1968645883121642782', 'Jane Citizen', '1980-02-03');
const li = patient('1968645883121642783', 'Li Wei', '1975-09-09');
const people: readonly Destination[] = [jane, caseOf(jane, '9', 'Knee'), li];
const names = ['scan.pdf', 'letter.pdf'];
const settleMs = 2_000;
const disarmAfterMs = 60_000;

type Act =
  | { act: 'arm'; who: Destination }
  | { act: 'disarm'; why: DisarmReason }
  /** A scanner writes: a file that is not there yet, or more of one that is. `seen`: its event comes at once. */
  | { act: 'write'; name: string; looks: Wholeness; seen: boolean }
  | { act: 'empty'; name: string }
  /** The file goes and another one of its name comes, with no look in between. */
  | { act: 'replace'; name: string; looks: Wholeness; seen: boolean }
  | { act: 'remove'; name: string; seen: boolean }
  | { act: 'lock' | 'unlock'; name: string }
  | { act: 'list' }
  | { act: 'jump'; ms: number }
  | { act: 'hinder'; code: 'file-changed' | 'disk-full' | 'folder-denied' }
  /** The next file to be taken takes this long after its bytes were read. */
  | { act: 'slow'; ms: number }
  | { act: 'pass'; ms: number };

const name = fc.constantFrom(...names);
const looks = fc.constantFrom<Wholeness>('whole', 'partial', 'unknown');
const seen = fc.oneof(
  { weight: 3, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
);
const ms = fc.constantFrom(1, 30, 150, 250, 1_000, 2_100, 5_000, 31_000, 61_000);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('arm' as const), who: fc.constantFrom(...people) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('disarm' as const),
      why: fc.constantFrom<DisarmReason>('person', 'lock', 'sleep'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('write' as const), name, looks, seen }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('empty' as const), name }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('replace' as const), name, looks, seen }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('remove' as const), name, seen }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('lock' as const, 'unlock' as const), name }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('list' as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('jump' as const), ms: fc.constantFrom(-9e7, 9e7) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('hinder' as const),
      code: fc.constantFrom('file-changed' as const, 'disk-full' as const, 'folder-denied' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('slow' as const), ms }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('pass' as const), ms }) },
);

interface Taken {
  readonly name: string;
  readonly at: number;
  readonly fingerprint: Fingerprint;
  readonly decision: RouteDecision;
  /** Whom the file appeared under, and what is true of it, by the book of who wrote it. */
  readonly truth: Truth;
  readonly locked: boolean;
  readonly onDisk: Fingerprint;
}
/** What the writer of a file knows of it. */
interface Truth {
  appearedUnder: Destination | null;
  writtenAt: number;
  looks: Wholeness;
  /** The bytes so far were taken: more of them are a new scan. */
  taken: boolean;
}

/** One scan folder on the real disk, followed for as long as the acts say, and until everything can have ended. */
async function follow(acts: readonly Act[]): Promise<{ taken: Taken[]; left: string[]; pending: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'chartdrop-settling-'));
  const clock = createFakeClock();
  const end = new AbortController();
  const book = new Map<string, Truth>();
  const known = new Map<string, Fingerprint>();
  const locked = new Set<string>();
  const seenNames = new Set<string>();
  const taken: Taken[] = [];
  let hindrance: 'file-changed' | 'disk-full' | 'folder-denied' | null = null;
  let slowMs = 0;
  let listedAt = clock.monotonic();
  let size = 0;
  const at = (file: string) => join(folder, file);
  const printOf = async (file: string) => fingerprintOf(await lstat(at(file), { bigint: true }));
  /** Begun and ended acts on each file, and how many there were when it was opened last. */
  const touches = new Map<string, number>();
  const touchesWhenOpened = new Map<string, number>();
  const touch = (file: string): void => void touches.set(file, (touches.get(file) ?? 0) + 1);

  const active = createActiveDestination({
    clock,
    eventsHandled: () => Promise.resolve(),
    disarmAfterMs: () => disarmAfterMs,
    onChanged: () => undefined,
  });
  const route = createRouter({ kind: 'active' });
  const onFinished = async (file: FinishedFile<ArmedToken | null>): Promise<void> => {
    const truth = book.get(file.relativePath);
    // The disk takes its time: what is written just now is noticed by whoever takes the file, who compares as this does.
    if (touches.get(file.relativePath) !== touchesWhenOpened.get(file.relativePath)) {
      throw new ChartdropError('file-changed');
    }
    if (truth === undefined) throw new Error('nobody wrote that file');
    const decision = route({ ...file, armed: active.snapshot(clock.monotonic()) });
    if (hindrance !== null) {
      const code = hindrance;
      hindrance = null;
      throw new ChartdropError(code);
    }
    taken.push({
      name: file.relativePath,
      at: clock.monotonic(),
      fingerprint: file.fingerprint,
      decision,
      truth: { ...truth },
      locked: locked.has(file.relativePath),
      onDisk: fingerprintOf(lstatSync(at(file.relativePath), { bigint: true })),
    });
    truth.taken = true;
    if (slowMs > 0) {
      const wait = slowMs;
      slowMs = 0;
      await new Promise<void>((resolve) => void clock.after(wait, resolve));
    }
    known.set(file.relativePath, file.fingerprint);
  };
  const settling = createSettling<ArmedToken | null>({
    clock,
    log: { info: () => undefined, warn: () => undefined },
    folderPath: folder,
    signal: end.signal,
    settleMs: () => settleMs,
    inspect: async (path) => {
      const file = names.find((one) => at(one) === path) ?? '';
      if (locked.has(file)) return { kind: 'locked' };
      touchesWhenOpened.set(file, touches.get(file) ?? 0);
      return {
        kind: 'opened',
        fingerprint: await printOf(file),
        wholeness: book.get(file)?.looks ?? 'unknown',
      };
    },
    known: (file) => known.get(file),
    compare: (file, print) => {
      const before = known.get(file);
      const mount = 'here';
      return before === undefined
        ? 'other'
        : likeness({ fingerprint: before, mount }, { fingerprint: print, mount });
    },
    onAppeared: (_path, since) => active.snapshot(since),
    onActivity: (token) => active.touch(token),
    handOver: (make) => onFinished(make()),
    onSettled: (file) => void seenNames.add(file),
    onGone: (file) => void seenNames.delete(file),
  });

  /** Each state of a file has a size of its own: two writes may fall into one tick of the disk's clock. */
  const write = async (file: string, isNew: boolean, looksLike: Wholeness): Promise<void> => {
    size += 10;
    touch(file);
    const before = book.get(file);
    if (isNew) await writeFile(at(file), 'x'.repeat(size));
    else await appendFile(at(file), 'x'.repeat(size - (await printOf(file)).size));
    // More of a file that is on its way belongs to its first page; after it was taken it is a scan of its own.
    const appearedUnder =
      isNew || before === undefined || before.taken ? active.current() : before.appearedUnder;
    book.set(file, { appearedUnder, writtenAt: clock.monotonic(), looks: looksLike, taken: false });
    touch(file);
  };
  /** As the watcher tells it: a write to a name that nobody saw come may be as old as the last listing. */
  const sight = (file: string, event: 'renamed' | 'written'): void => {
    const missed = event === 'written' && !seenNames.has(file) && !settling.has(file);
    const since = missed ? listedAt : clock.monotonic();
    settling.sight({ relativePath: file, since, replaced: event === 'renamed' });
  };
  const list = async (): Promise<void> => {
    const since = listedAt;
    listedAt = clock.monotonic();
    for (const file of await readdir(folder)) {
      // What is known and was overwritten: nobody knows when.
      settling.sight({ relativePath: file, since: known.has(file) ? -Infinity : since });
    }
  };

  const step = async (each: Act): Promise<void> => {
    switch (each.act) {
      case 'arm':
        await active.arm(each.who);
        return;
      case 'disarm':
        active.disarm(each.why);
        return;
      case 'write': {
        const isNew = !book.has(each.name);
        await write(each.name, isNew, each.looks);
        // The system may miss to tell of a new name, but not of writes to one that it was asked to watch.
        if (each.seen || seenNames.has(each.name)) sight(each.name, isNew ? 'renamed' : 'written');
        return;
      }
      case 'empty':
        if (book.has(each.name)) return;
        touch(each.name);
        await writeFile(at(each.name), '');
        book.set(each.name, {
          appearedUnder: active.current(),
          writtenAt: clock.monotonic(),
          looks: 'unknown',
          taken: false,
        });
        sight(each.name, 'renamed');
        return;
      case 'replace':
        touch(each.name);
        await rm(at(each.name), { force: true });
        await write(each.name, true, each.looks);
        if (each.seen || seenNames.has(each.name)) sight(each.name, 'renamed');
        return;
      case 'remove':
        touch(each.name);
        await rm(at(each.name), { force: true });
        book.delete(each.name);
        touch(each.name);
        if (each.seen || seenNames.has(each.name)) sight(each.name, 'renamed');
        return;
      case 'lock':
        locked.add(each.name);
        return;
      case 'unlock':
        locked.delete(each.name);
        return;
      case 'list':
        return list();
      case 'jump':
        clock.jump(each.ms);
        return;
      case 'hinder':
        hindrance = each.code;
        return;
      case 'slow':
        slowMs = each.ms;
        return;
      case 'pass':
        return clock.advanceAsync(each.ms);
    }
  };

  try {
    for (const each of acts) {
      await step(each);
      // No two acts fall into one moment, and the watcher may or may not have had its turn in between.
      clock.advance(1);
    }
    locked.clear();
    // What nobody saw is found by the listing; what failed is tried again.
    for (let round = 0; round < 4; round += 1) {
      await list();
      await clock.advanceAsync(130_000);
    }
    const left: string[] = [];
    for (const [file] of book) {
      const print = await printOf(file);
      const last = taken.findLast((one) => one.name === file);
      if (print.size > 0 && (last === undefined || !sameFingerprint(last.fingerprint, print)))
        left.push(file);
    }
    end.abort();
    active.disarm('exit');
    await settling.drained();
    return { taken, left, pending: clock.pending() };
  } finally {
    end.abort();
    await settling.drained();
    // Windows keeps a folder for a moment after the last handle in it was closed.
    await rm(folder, { recursive: true, maxRetries: 20 });
  }
}

const requiredMs: Record<Wholeness, number> = {
  whole: wholeStillMs,
  unknown: settleMs,
  partial: partialStillMs,
};

describe('whatever scanners, people and the clock do', () => {
  it('a scan is finished when it stood still and could be opened, once, and filed only where it appeared', async () => {
    const ends = { filed: 0, inbox: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 30, size: 'max' }), async (acts) => {
        const { taken, left, pending } = await follow(acts);
        for (const one of taken) {
          // A file that appeared under one destination is never filed to another.
          if (one.decision.kind === 'destination') {
            expect(one.decision.destination).toEqual(one.truth.appearedUnder);
            ends.filed += 1;
          } else ends.inbox += 1;
          expect(one.fingerprint).toEqual(one.onDisk);
          expect(one.fingerprint.size).toBeGreaterThan(0);
          expect(one.locked).toBe(false);
          expect(one.at - one.truth.writtenAt).toBeGreaterThanOrEqual(requiredMs[one.truth.looks]);
        }
        // Sizes are unique, so that equal ones are the same bytes.
        const states = taken.map((one) => `${one.name} ${one.fingerprint.size}`);
        expect(new Set(states).size).toBe(states.length);
        // Whatever lies there in the end was taken as it is: what grew later is a new scan, nothing waits for ever.
        expect(left).toEqual([]);
        expect(pending).toBe(0);
      }),
      { numRuns: 300 },
    );
    // Neither end may be so rare that the property says nothing of it.
    expect(ends.filed).toBeGreaterThan(20);
    expect(ends.inbox).toBeGreaterThan(20);
  });
});
