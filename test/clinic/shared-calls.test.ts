import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRateBudget, type Priority } from '../../main/clinic/budget/rate-budget.ts';
import { openSharedCalls } from '../../main/clinic/budget/shared-calls.ts';
import { createFakeClock, type FakeClock } from '../fakes/fake-clock.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const limit = { requests: 10, windowMs: 60_000 };
const address = 'https://api.au1.example/v1';
const { signal } = new AbortController();

/** One process with a separate budget over the same data directory. */
function start(directory: string, clock: FakeClock, at = address, log = silentLog) {
  const shared = openSharedCalls({ directory, log });
  onTestFinished(() => shared.close());
  const budget = createRateBudget(clock, limit, shared.of(at));
  const answers: (() => void)[] = [];
  return {
    budget,
    granted: () => answers.length,
    ask(times: number, priority: Priority = 'window') {
      for (let at = 0; at < times; at += 1) {
        void budget.reserve(priority, signal).then((answered) => answers.push(answered));
      }
    },
    answerAll: () => {
      for (const answered of answers) answered();
    },
    shared,
  };
}

async function scene() {
  const directory = await tempFolder();
  const clock = createFakeClock();
  return { directory, clock, turn: () => clock.advanceAsync(0) };
}

describe('the budget of a data directory', () => {
  it('is one for all its processes, also for those that start later', async () => {
    const { directory, clock, turn } = await scene();
    const [one, two] = [start(directory, clock), start(directory, clock)];
    one.ask(7);
    await turn();
    one.answerAll();
    two.ask(7);
    await turn();
    expect([one.granted(), two.granted()]).toEqual([7, 3]);
    const three = start(directory, clock);
    three.ask(1);
    await turn();
    expect(three.granted()).toBe(0);
    expect(three.budget.usage().used).toBe(10);
    await clock.advanceAsync(60_000);
    expect([two.granted(), three.granted()]).toEqual([7, 1]);
  });

  it('is another one for another clinic', async () => {
    const { directory, clock, turn } = await scene();
    const [one, two] = [start(directory, clock), start(directory, clock, 'https://api.uk1.example/v1')];
    one.ask(10);
    two.ask(10);
    await turn();
    expect([one.granted(), two.granted()]).toEqual([10, 10]);
  });

  it('keeps the window’s share free in every process, while a person uses one of them', async () => {
    const { directory, clock, turn } = await scene();
    const [one, two] = [start(directory, clock), start(directory, clock)];
    one.ask(1);
    await turn();
    two.ask(20, 'background');
    await turn();
    expect(two.granted()).toBe(7);
  });

  it('is blocked for all by one 429 (case 25)', async () => {
    const { directory, clock, turn } = await scene();
    const [one, two] = [start(directory, clock), start(directory, clock)];
    one.budget.block(5000);
    one.budget.block(1000);
    two.ask(1);
    await turn();
    expect(two.granted()).toBe(0);
    expect(two.budget.usage().blockedForMs).toBe(5000);
    await clock.advanceAsync(5000);
    expect(two.granted()).toBe(1);
  });

  it('frees the places of a killed process once no call can still be under way', async () => {
    const { directory, clock, turn } = await scene();
    const killed = start(directory, clock);
    killed.ask(10);
    await turn();
    killed.shared.close();
    const next = start(directory, clock);
    next.ask(1);
    await clock.advanceAsync(149_000);
    expect(next.granted()).toBe(0);
    await clock.advanceAsync(1000);
    expect(next.granted()).toBe(1);
  });

  it('goes by durations, however the wall clock jumps (case 30)', async () => {
    const { directory, clock, turn } = await scene();
    const [one, two] = [start(directory, clock), start(directory, clock)];
    one.ask(10);
    await turn();
    one.answerAll();
    clock.jump(86_400_000);
    two.ask(1);
    await clock.advanceAsync(59_000);
    clock.jump(-2 * 86_400_000);
    expect(two.granted()).toBe(0);
    await clock.advanceAsync(1000);
    expect(two.granted()).toBe(1);
  });

  it('forgets what was counted before the machine restarted', async () => {
    const { directory, clock, turn } = await scene();
    clock.advance(3_600_000);
    const before = start(directory, clock);
    before.ask(10);
    before.budget.block(60_000);
    await turn();
    before.shared.close();
    const restarted = createFakeClock();
    const after = start(directory, restarted);
    after.ask(10);
    await restarted.advanceAsync(0);
    expect(after.granted()).toBe(10);
    after.budget.block(1000);
    expect(after.budget.usage().blockedForMs).toBe(1000);
  });

  it('begins with an empty count over a damaged file', async () => {
    const { directory, clock, turn } = await scene();
    await writeFile(
      join(directory, 'calls.sqlite'),
      'no database at all, but long enough to look like one'.repeat(99),
    );
    const one = start(directory, clock);
    one.ask(12);
    await turn();
    expect(one.granted()).toBe(10);
    const two = start(directory, clock);
    two.ask(1);
    await turn();
    expect(two.granted()).toBe(0);
  });

  it('is not opened again by an answer that comes after its end', async () => {
    const { directory, clock, turn } = await scene();
    const one = start(directory, clock);
    one.ask(12);
    await turn();
    one.shared.close();
    // Windows would not have removed an open file.
    await rm(directory, { recursive: true });
    one.answerAll();
    await turn();
    expect(existsSync(directory)).toBe(false);
    // The calls that still wait get a place.
    expect(one.granted()).toBe(12);
  });

  it('counts this process’s own calls where the file cannot be used, and says so once', async () => {
    const { directory, clock, turn } = await scene();
    await mkdir(join(directory, 'calls.sqlite'));
    const said: string[] = [];
    const log = { ...silentLog, warn: (event: string) => void said.push(event) };
    const one = start(directory, clock, address, log);
    one.ask(12);
    await turn();
    expect(one.granted()).toBe(10);
    one.answerAll();
    await clock.advanceAsync(60_000);
    expect(one.granted()).toBe(12);
    expect(said).toEqual(['calls-not-shared']);
  });
});
