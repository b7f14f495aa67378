import { afterEach, beforeEach, vi } from 'vitest';

/** Holds the window's monotonic clock in the tests of a file, so that a slow machine changes nothing: it advances by `pass` alone. */
export function heldClock(): { pass(ms: number): void } {
  let now = 0;
  beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => now));
  afterEach(() => void vi.restoreAllMocks());
  return { pass: (ms) => void (now += ms) };
}
