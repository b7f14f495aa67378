import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conclude,
  observe,
  partialStillMs,
  refuse,
  startSettling,
  wholeStillMs,
  type Inspection,
  type SettleState,
  type Wholeness,
} from '../../main/scans/settle/stability.ts';
import type { Fingerprint } from '../../main/files/job-file.ts';

const fingerprint = (changes: Partial<Fingerprint> = {}): Fingerprint => ({
  size: 1000,
  modifiedNs: '1',
  changedNs: '1',
  inode: '7',
  ...changes,
});
const local = 2_000;

/** A file's state from a given moment: its bytes, what its format says, and whether it can be opened. */
interface Scene {
  readonly from: number;
  readonly fingerprint?: Fingerprint;
  readonly wholeness?: Wholeness;
  readonly locked?: boolean;
}

/** Checks a file like the watcher, at the requested moments; returns when it is finished. */
function settle(
  scenes: readonly Scene[],
  options: { settleMs?: number; reopened?: boolean; until?: number } = {},
) {
  const settleMs = options.settleMs ?? local;
  let now = 0;
  let looks = 0;
  let state: SettleState = startSettling(now, { reopened: options.reopened ?? false });
  const sceneAt = () => scenes.findLast(({ from }) => from <= now) ?? { from: 0 };
  while (now < (options.until ?? 3_600_000)) {
    looks += 1;
    const scene = sceneAt();
    const seen = observe(state, scene.fingerprint ?? fingerprint(), now, settleMs);
    state = seen.state;
    let { verdict }: { verdict: ReturnType<typeof conclude>['verdict'] | { kind: 'inspect' } } = seen;
    if (verdict.kind === 'inspect') {
      const inspection: Inspection =
        scene.locked === true
          ? { kind: 'locked', code: 'file-locked' }
          : {
              kind: 'opened',
              fingerprint: scene.fingerprint ?? fingerprint(),
              wholeness: scene.wholeness ?? 'unknown',
            };
      const concluded = conclude(state, inspection, now, settleMs);
      state = concluded.state;
      verdict = concluded.verdict;
    }
    if (verdict.kind === 'finished') return { at: now, looks };
    expect(verdict.lookAgainInMs).toBeGreaterThan(0);
    now += verdict.lookAgainInMs;
  }
  return { at: null, looks };
}

describe('when a file is finished', () => {
  it.each([
    ['unknown', 2_000, 2_000],
    ['unknown', 10_000, 10_000],
    ['unknown', 100, 100],
    ['whole', 2_000, wholeStillMs],
    ['whole', 10_000, wholeStillMs],
    ['whole', 100, 100],
    ['partial', 2_000, partialStillMs],
    ['partial', 300_000, 300_000],
  ] as const)('%s with a settle time of %i ms: after %i ms', (wholeness, settleMs, expected) => {
    expect(settle([{ from: 0, wholeness }], { settleMs }).at).toBe(expected);
  });

  it('case 1: pauses of 30 s between pages end in one file with the final bytes', () => {
    const pages = [0, 30_000, 60_000, 90_000].map((from, page): Scene => ({
      from,
      fingerprint: fingerprint({ size: 1000 * (page + 1), modifiedNs: `${page}` }),
      wholeness: page === 3 ? 'whole' : 'partial',
    }));
    const { at } = settle(pages);
    expect(at).toBeGreaterThan(90_000);
    expect(at).toBeLessThan(91_000 + 5_000);
  });

  it('case 1: a file that was reopened once waits through such pauses even if it looks complete', () => {
    const pages = [0, 30_000, 60_000].map((from, page): Scene => ({
      from,
      fingerprint: fingerprint({ size: 1000 * (page + 1) }),
      wholeness: 'whole',
    }));
    expect(settle(pages, { reopened: true }).at).toBeGreaterThanOrEqual(120_000);
  });

  it('case 2: a reserved size is not finished while the tail is empty, nor when its time moves', () => {
    const scenes: Scene[] = [
      { from: 0, wholeness: 'partial' },
      { from: 20_000, fingerprint: fingerprint({ modifiedNs: '2' }), wholeness: 'partial' },
      { from: 40_000, fingerprint: fingerprint({ modifiedNs: '3' }), wholeness: 'whole' },
    ];
    expect(settle(scenes).at).toBeGreaterThan(40_000);
  });

  it('a format that is visibly incomplete never decides alone', () => {
    expect(settle([{ from: 0, wholeness: 'partial' }]).at).toBe(partialStillMs);
  });

  it('reads an incomplete file again every 5 s, if the system does not report changes', () => {
    const { at } = settle([
      { from: 0, wholeness: 'partial' },
      { from: 12_000, wholeness: 'whole' },
    ]);
    expect(at).toBeLessThanOrEqual(17_500);
  });

  it('an empty file waits without limit and is checked about once a minute', () => {
    const day = 86_400_000;
    const { at, looks } = settle([{ from: 0, fingerprint: fingerprint({ size: 0 }) }], { until: day });
    expect(at).toBeNull();
    expect(looks).toBeLessThan(1_460);
  });

  it('an empty file that gets its bytes is finished soon', () => {
    const { at } = settle([
      { from: 0, fingerprint: fingerprint({ size: 0 }) },
      { from: 3_000, wholeness: 'whole' },
    ]);
    expect(at).toBeLessThan(8_000);
  });

  it('case 4: a locked file is retried until it is released, without a busy loop', () => {
    const { at, looks } = settle([
      { from: 0, locked: true },
      { from: 600_000, wholeness: 'whole' },
    ]);
    expect(at).toBeGreaterThanOrEqual(600_000);
    expect(at).toBeLessThanOrEqual(610_000);
    expect(looks).toBeLessThan(80);
  });

  it('starts over when the file changed between the check and the opening', () => {
    const first = observe(startSettling(0, { reopened: false }), fingerprint(), 0, local).state;
    const inspection: Inspection = {
      kind: 'opened',
      fingerprint: fingerprint({ size: 2000 }),
      wholeness: 'whole',
    };
    const { state, verdict } = conclude(first, inspection, 5_000, local);
    expect(verdict).toEqual({ kind: 'wait', why: 'changed', lookAgainInMs: wholeStillMs });
    expect(state.stillSince).toBe(5_000);
  });

  it('waits out the remaining stable time, and backs off at each refusal', () => {
    const first = observe(startSettling(0, { reopened: false }), fingerprint(), 0, local).state;
    expect(observe(first, fingerprint(), 150, local).verdict).toEqual({
      kind: 'wait',
      why: 'still',
      lookAgainInMs: 50,
    });
    const waits: number[] = [];
    let state = first;
    for (let look = 0; look < 8; look += 1) {
      const refused = refuse(state, 'file-locked');
      state = refused.state;
      if (refused.verdict.kind === 'wait') waits.push(refused.verdict.lookAgainInMs);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('never takes a file that changed less than 200 ms ago, nor an empty one', () => {
    const scene = fc.record({
      pause: fc.integer({ min: 1, max: 90_000 }),
      size: fc.integer({ min: 0, max: 3 }),
      time: fc.integer({ min: 0, max: 3 }),
      wholeness: fc.constantFrom<Wholeness>('whole', 'partial', 'unknown'),
      locked: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(scene, { minLength: 1 }),
        fc.integer({ min: 200, max: 20_000 }),
        (drawn, settleMs) => {
          let from = 0;
          let written = { size: -1, time: 0 };
          const scenes = drawn.map(({ pause, size, time, wholeness, locked }): Scene => {
            const start = from;
            from += pause;
            // Each write has a unique time, so that no earlier state returns between two checks.
            const passed = size === written.size ? time : Math.max(1, time);
            written = { size, time: written.time + passed };
            return {
              from: start,
              fingerprint: fingerprint({ size, modifiedNs: `${written.time}` }),
              wholeness,
              locked,
            };
          });
          const { at } = settle(scenes, { settleMs });
          if (at === null) return;
          const last = scenes.findLast((each) => each.from <= at);
          const same = (each: Scene) =>
            JSON.stringify(each.fingerprint) === JSON.stringify(last?.fingerprint);
          const before = scenes.filter((each) => each.from <= at);
          const changed = before.findLastIndex((each) => !same(each)) + 1;
          expect(last?.fingerprint?.size).not.toBe(0);
          expect(last?.locked).toBe(false);
          expect(at - (before[changed]?.from ?? 0)).toBeGreaterThanOrEqual(200);
        },
      ),
    );
  });
});
