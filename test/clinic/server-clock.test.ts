import { describe, expect, it } from 'vitest';
import { createServerClock } from '../../main/clinic/server-clock.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';

const dayMs = 86_400_000;
const date = 'Mon, 23 Nov 2026 04:05:06 GMT';
const instant = Date.UTC(2026, 10, 23, 4, 5, 6);

describe('the service’s clock', () => {
  it('is our clock before the first answer', () => {
    const clock = createFakeClock(1_000_000);
    const server = createServerClock(clock);
    clock.advance(500);
    expect(server.now()).toBe(1_000_500);
    expect(server.isKnown()).toBe(false);
    expect(server.until(1_002_000)).toBe(1500);
  });

  it('continues from the last answer', () => {
    const clock = createFakeClock();
    const server = createServerClock(clock);
    server.learn(date);
    clock.advance(1234);
    expect(server.now()).toBe(instant + 1234);
    server.learn('Mon, 23 Nov 2026 04:05:08 GMT');
    expect(server.now()).toBe(instant + 2000);
    expect(server.isKnown()).toBe(true);
  });

  it.each([-dayMs, dayMs])('is right while ours is wrong by %d ms (case 30)', (wrong) => {
    const server = createServerClock(createFakeClock(instant + wrong));
    server.learn(date);
    expect(server.now()).toBe(instant);
    expect(server.until(instant + 30_000)).toBe(30_000);
  });

  it.each([-dayMs, dayMs])('does not notice that ours jumps by %d ms (case 30)', (jump) => {
    const clock = createFakeClock();
    const server = createServerClock(clock);
    server.learn(date);
    clock.advance(1000);
    clock.jump(jump);
    expect(server.now()).toBe(instant + 1000);
    expect(server.until(instant + 5000)).toBe(4000);
  });

  it.each([undefined, '', 'yesterday', 'Mon, 99 Foo 2026'])('ignores a header of %j', (header) => {
    const clock = createFakeClock();
    const server = createServerClock(clock);
    server.learn(date);
    server.learn(header);
    expect(server.now()).toBe(instant);
  });

  it('waits whole milliseconds, and none for a past moment', () => {
    const server = createServerClock({ now: () => 0, monotonic: () => 10.75, after: () => () => undefined });
    server.learn(date);
    expect(server.until(instant - 1)).toBe(0);
    expect(server.until(instant)).toBe(0);
    expect(server.until(instant + 0.25)).toBe(1);
  });
});
