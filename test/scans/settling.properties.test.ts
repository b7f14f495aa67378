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
import { removeFolder } from '../fixtures/temp-folder.ts';
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
  /** A scanner writes a new file or more of an existing one. `seen`: its event arrives at once. */
  | { act: 'write'; name: string; looks: Wholeness; seen: boolean }
  | { act: 'empty'; name: string }
  /** A file is replaced by another one with its name, without a check in between. */
  | { act: 'replace'; name: string; looks: Wholeness; seen: boolean }
  | { act: 'remove'; name: string; seen: boolean }
  | { act: 'lock' | 'unlock'; name: string }
  | { act: 'list' }
  | { act: 'jump'; ms: number }
  | { act: 'hinder'; code: 'file-changed' | 'disk-full' | 'folder-denied' }
  /** The next file is taken this long after its bytes were read. */
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
  /** The patient that the file appeared under, and the facts in the writer's record. */
  readonly truth: Truth;
  readonly locked: boolean;
  readonly onDisk: Fingerprint;
}
/** The writer's knowledge of a file. */
interface Truth {
  appearedUnder: Destination | null;
  writtenAt: number;
  looks: Wholeness;
  /** The bytes so far were taken: further bytes are a new scan. */
  taken: boolean;
}

/** Follows one scan folder on the real disk through the acts, until everything can have ended. */
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
  /** Started and finished acts per file, and their number when it was last opened. */
  const touches = new Map<string, number>();
  const touchesWhenOpened = new Map<string, number>();
  const touch = (file: string): void => void touches.set(file, (touches.get(file) ?? 0) + 1);
  /** Files to which an act is being done at this moment. */
  const touched = new Set<string>();
  const whileTouched = async (file: string, act: () => Promise<void>): Promise<void> => {
    touch(file);
    touched.add(file);
    await act();
    touched.delete(file);
    touch(file);
  };

  const active = createActiveDestination({
    clock,
    eventsHandled: () => Promise.resolve(),
    disarmAfterMs: () => disarmAfterMs,
    onChanged: () => undefined,
  });
  const route = createRouter({ kind: 'active' });
  const onFinished = async (file: FinishedFile<ArmedToken | null>): Promise<void> => {
    const truth = book.get(file.relativePath);
    // The disk is slow: the code that takes the file notices a fresh write by comparing, like this.
    const isFresh = touches.get(file.relativePath) !== touchesWhenOpened.get(file.relativePath);
    if (isFresh || touched.has(file.relativePath)) {
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
      if (locked.has(file)) return { kind: 'locked', code: 'file-locked' };
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
    onTrouble: () => undefined,
  });

  /** Each state of a file has a unique size, since two writes may share one tick of the disk's clock. */
  const write = async (file: string, isNew: boolean, looksLike: Wholeness): Promise<void> => {
    size += 10;
    const bytes = size;
    await whileTouched(file, async () => {
      const before = book.get(file);
      if (isNew) await writeFile(at(file), 'x'.repeat(bytes));
      else await appendFile(at(file), 'x'.repeat(bytes - (await printOf(file)).size));
      // More bytes of a file that is being taken belong to its first page. After that they are a new scan.
      const appearedUnder =
        isNew || before === undefined || before.taken ? active.current() : before.appearedUnder;
      book.set(file, { appearedUnder, writtenAt: clock.monotonic(), looks: looksLike, taken: false });
    });
  };
  /** As the watcher reports it: a write to a name not seen before may be as old as the last listing. */
  const sight = (file: string, event: 'renamed' | 'written'): void => {
    const missed = event === 'written' && !seenNames.has(file) && !settling.has(file);
    const since = missed ? listedAt : clock.monotonic();
    settling.sight({ relativePath: file, since, replaced: event === 'renamed' });
  };
  const list = async (): Promise<void> => {
    const since = listedAt;
    listedAt = clock.monotonic();
    for (const file of await readdir(folder)) {
      // A known file that was overwritten at an unknown time.
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
        // The system may miss the event of a new name, but not writes to a watched one.
        if (each.seen || seenNames.has(each.name)) sight(each.name, isNew ? 'renamed' : 'written');
        return;
      }
      case 'empty':
        if (book.has(each.name)) return;
        await whileTouched(each.name, async () => {
          await writeFile(at(each.name), '');
          book.set(each.name, {
            appearedUnder: active.current(),
            writtenAt: clock.monotonic(),
            looks: 'unknown',
            taken: false,
          });
        });
        sight(each.name, 'renamed');
        return;
      case 'replace':
        await whileTouched(each.name, () => rm(at(each.name), { force: true }));
        await write(each.name, true, each.looks);
        if (each.seen || seenNames.has(each.name)) sight(each.name, 'renamed');
        return;
      case 'remove':
        await whileTouched(each.name, async () => {
          await rm(at(each.name), { force: true });
          book.delete(each.name);
        });
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
      // Every act has a separate moment, with or without a turn of the watcher in between.
      clock.advance(1);
    }
    locked.clear();
    // The listing finds unseen files, and failed ones are retried.
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
    await removeFolder(folder);
  }
}

const requiredMs: Record<Wholeness, number> = {
  whole: wholeStillMs,
  unknown: settleMs,
  partial: partialStillMs,
};

const letter = { act: 'write', name: 'letter.pdf', looks: 'whole' } as const;
const scan = { act: 'write', name: 'scan.pdf', looks: 'whole', seen: true } as const;
/** While it is taken, slowly, a file grows under no selection and without an event; its next bytes come under Jane. */
const grownUnseen: Act[] = [
  { act: 'slow', ms: 1_000 },
  { ...letter, seen: false },
  { act: 'list' },
  { act: 'pass', ms: 250 },
  { ...letter, seen: false },
  { act: 'pass', ms: 1_000 },
  { act: 'arm', who: jane },
  scan,
  scan,
  { act: 'slow', ms: 1 },
  { ...letter, seen: true },
];
describe('whatever scanners, people and the clock do', () => {
  it('a scan is finished once when it was stable and could be opened, and filed only where it appeared', async () => {
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
        // Sizes are unique, so equal sizes mean equal bytes.
        const states = taken.map((one) => `${one.name} ${one.fingerprint.size}`);
        expect(new Set(states).size).toBe(states.length);
        // The final content was taken: later bytes are a new scan, and no file waits forever.
        expect(left).toEqual([]);
        expect(pending).toBe(0);
      }),
      { numRuns: 300, examples: [[grownUnseen]] },
    );
    // Both outcomes must be frequent enough for the property to mean something.
    expect(ends.filed).toBeGreaterThan(20);
    expect(ends.inbox).toBeGreaterThan(20);
  });
});
