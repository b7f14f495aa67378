import { expect, it } from 'vitest';
import { createRateLimiter } from '../../main/demo-clinic/api/rate-limiter.ts';

it('opens a window with the first request and refuses excess requests until its end', () => {
  const limiter = createRateLimiter({ requests: 2, windowMs: 60_000 });
  const start = 1_000_500;
  expect(limiter.admit(start)).toBeNull();
  expect(limiter.admit(start + 59_000)).toBeNull();
  expect(limiter.admit(start + 59_999)).toBe(1061);
  expect(limiter.admit(start + 60_000)).toBeNull();
});

it('does not count what it refuses', () => {
  const limiter = createRateLimiter({ requests: 1, windowMs: 1000 });
  expect(limiter.admit(0)).toBeNull();
  for (let now = 1; now < 1000; now += 100) expect(limiter.admit(now)).toBe(1);
  expect(limiter.admit(1000)).toBeNull();
});

it('rounds the reset of a window shorter than a second up, never down', () => {
  const limiter = createRateLimiter({ requests: 1, windowMs: 250 });
  expect(limiter.admit(10_100)).toBeNull();
  expect(limiter.admit(10_101)).toBe(11);
});

it('opens a new window when its clock is set back', () => {
  const limiter = createRateLimiter({ requests: 1, windowMs: 60_000 });
  expect(limiter.admit(86_400_000)).toBeNull();
  expect(limiter.admit(0)).toBeNull();
  expect(limiter.admit(1)).toBe(60);
});

it('has no limit if none is set', () => {
  const limiter = createRateLimiter(null);
  for (let at = 0; at < 1000; at += 1) expect(limiter.admit(0)).toBeNull();
});
