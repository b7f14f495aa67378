import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { backoff, recovery } from '../../main/jobs/retry-policy.ts';
import { errorCodeSchema } from '../../preload/contract/errors.ts';

const decide = (
  code: ConstructorParameters<typeof ChartdropError>[0],
  given: { tries?: number; untilReset?: number; isKept?: boolean; isReached?: boolean } = {},
) =>
  recovery(new ChartdropError(code), {
    tries: 0,
    random: 0.5,
    untilReset: 0,
    isKept: false,
    isReached: false,
    ...given,
  });

describe('the time to the next try', () => {
  it('doubles from 1 s to 60 s, with jitter of a quarter', () => {
    expect([0, 1, 2, 5, 6, 100].map((tries) => backoff(tries, 0.5))).toEqual([
      1000, 2000, 4000, 32_000, 60_000, 60_000,
    ]);
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (tries, random) => {
          const plain = Math.min(60_000, 1000 * 2 ** tries);
          expect(backoff(tries, random)).toBeGreaterThanOrEqual(Math.floor(plain * 0.75));
          expect(backoff(tries, random)).toBeLessThanOrEqual(Math.ceil(plain * 1.25));
        },
      ),
    );
  });
});

describe('the decision after an error', () => {
  it.each([
    ['network-unreachable', { kind: 'later', afterMs: 1000 }],
    ['service-error', { kind: 'later', afterMs: 1000 }],
    ['file-locked', { kind: 'later', afterMs: 1000 }],
    ['disk-full', { kind: 'later', afterMs: 1000 }],
    ['unexpected', { kind: 'later', afterMs: 1000 }],
    ['policy-expired', { kind: 'later', afterMs: 0 }],
    ['policy-refused', { kind: 'later', afterMs: 0 }],
    ['key-rejected', { kind: 'wait-for-key' }],
    ['key-missing', { kind: 'wait-for-key' }],
    ['file-changed', { kind: 'to-inbox', reason: 'file-changed' }],
    ['file-replaced', { kind: 'fail' }],
    ['files-too-many', { kind: 'later', afterMs: 1000 }],
    ['permission-denied', { kind: 'fail' }],
    ['record-refused', { kind: 'fail' }],
    ['size-refused', { kind: 'fail' }],
    ['file-empty', { kind: 'fail' }],
    ['address-forbidden', { kind: 'fail' }],
    ['aborted', { kind: 'leave' }],
  ] as const)('%s: %o', (code, expected) => {
    expect(decide(code)).toEqual(expected);
  });

  it('tries soon again while the line loses only some answers, and ever later if that does not end (case 50)', () => {
    const waits = (isReached: boolean) =>
      [0, 1, 5, 19, 20].map((tries) => decide('network-unreachable', { tries, isReached }));
    expect(waits(false)).toEqual(
      [1000, 2000, 32_000, 60_000, 60_000].map((afterMs) => ({ kind: 'later', afterMs })),
    );
    expect(waits(true)).toEqual(
      [1000, 2000, 2000, 2000, 60_000].map((afterMs) => ({ kind: 'later', afterMs })),
    );
    // A service that refuses its work is reached, and yet gets its rest.
    expect(decide('service-error', { tries: 5, isReached: true })).toEqual({
      kind: 'later',
      afterMs: 32_000,
    });
  });

  it('waits for the moment that a 429 named (case 25)', () => {
    expect(decide('rate-limited', { untilReset: 12_345 })).toEqual({ kind: 'later', afterMs: 12_345 });
  });

  it('allows a storage three fresh presigned posts, and then asks a person', () => {
    const kinds = [0, 1, 2, 3].map((tries) => decide('policy-refused', { tries }).kind);
    expect(kinds).toEqual(['later', 'later', 'later', 'fail']);
  });

  it('is made for every error, and never forgets the job', () => {
    for (const code of errorCodeSchema.options) {
      const { kind } = decide(code, { tries: 100 });
      expect(kind === 'leave').toBe(code === 'aborted');
    }
  });
});
