import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { createHandover } from '../../main/base/handover.ts';
import { createListeners } from '../../main/base/listeners.ts';
import { createRetryingTask, type RetryingTaskDeps } from '../../main/base/retrying-task.ts';
import { createSequencer } from '../../main/base/sequencer.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { rejectionOf } from '../fixtures/error-of.ts';

describe('a retrying task', () => {
  function scene(given: Partial<RetryingTaskDeps> = {}) {
    const clock = createFakeClock();
    const began: number[] = [];
    const errors: string[] = [];
    let next: number | null | Error = null;
    const task = createRetryingTask({
      clock,
      work() {
        began.push(clock.monotonic());
        if (next instanceof Error) throw next;
        return next;
      },
      backoffMs: (failures) => 1000 * 2 ** failures,
      onError: ({ code }) => void errors.push(code),
      ...given,
    });
    return { clock, began, errors, task, answer: (value: typeof next) => (next = value) };
  }

  it('runs once for all the nudges of a turn, and again when it asks for it', async () => {
    const { clock, began, task, answer } = scene();
    answer(500);
    task.nudge();
    task.nudge();
    expect(began).toEqual([]);
    await clock.advanceAsync(1200);
    expect(began).toEqual([0, 500, 1000]);
    answer(null);
    await clock.advanceAsync(10_000);
    expect(began).toEqual([0, 500, 1000, 1500]);
    expect(clock.pending()).toBe(0);
  });

  it('keeps the earlier of two runs that are due', async () => {
    const { clock, began, task } = scene();
    task.nudge(300);
    task.nudge(900);
    await clock.advanceAsync(250);
    task.nudge(10);
    await clock.advanceAsync(2000);
    expect(began).toEqual([260]);
  });

  it('backs off by its failures in a row, and forgets them after a success', async () => {
    const { clock, began, errors, task, answer } = scene();
    answer(new ChartdropError('disk-full'));
    task.nudge();
    await clock.advanceAsync(3500);
    expect(began).toEqual([0, 1000, 3000]);
    answer(null);
    task.nudge();
    await clock.advanceAsync(60_000);
    expect(began).toEqual([0, 1000, 3000, 3500]);
    answer(new ChartdropError('disk-full'));
    task.nudge();
    await clock.advanceAsync(1000);
    expect(began.slice(4)).toEqual([63_500, 64_500]);
    expect(errors).toEqual(Array.from({ length: 5 }, () => 'disk-full'));
  });

  it('runs once more for a nudge that came during a run, and never twice at a time', async () => {
    const gates: (() => void)[] = [];
    let running = 0;
    let most = 0;
    const { clock, task } = scene({
      async work() {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => gates.push(resolve));
        running -= 1;
        return null;
      },
    });
    task.nudge();
    await clock.advanceAsync(1);
    task.nudge();
    task.nudge();
    gates[0]?.();
    await clock.advanceAsync(1);
    gates[1]?.();
    await clock.advanceAsync(1000);
    expect([gates.length, most]).toEqual([2, 1]);
  });

  it('loses no wish for a run, whenever in the life of one it comes', async () => {
    // Between the moment in which the work finds nothing due and the end of its run lie some turns of promises.
    for (let turns = 0; turns < 12; turns += 1) {
      const wish = { isOpen: false };
      const { clock, began, task } = scene({
        async work() {
          began.push(clock.monotonic());
          await Promise.resolve();
          wish.isOpen = false;
          return null;
        },
      });
      task.ensure(0);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      wish.isOpen = true;
      task.ensure(100);
      await clock.advanceAsync(1000);
      expect([turns, wish.isOpen]).toEqual([turns, false]);
      await task.stop();
    }
  });

  it('adds no run where one is due or comes anyway', async () => {
    const { clock, began, task, answer } = scene();
    task.nudge(500);
    task.ensure(10);
    await clock.advanceAsync(400);
    expect(began).toEqual([]);
    answer(1000);
    await clock.advanceAsync(200);
    task.ensure(0);
    await clock.advanceAsync(700);
    expect(began).toEqual([500]);
  });

  it('begins no two runs within the time that gathers nudges', async () => {
    const { clock, began, task } = scene({ gatherMs: 250 });
    for (let at = 0; at < 100; at += 1) {
      task.nudge();
      await clock.advanceAsync(10);
    }
    await clock.advanceAsync(1000);
    expect(began).toEqual([0, 250, 500, 750, 1000]);
  });

  it('aborts the run under way at its stop, tells no error of it, and runs no more', async () => {
    const { clock, errors, task } = scene({
      work: (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new ChartdropError('aborted')));
        }),
    });
    task.nudge();
    await clock.advanceAsync(1);
    await task.stop();
    task.nudge();
    await clock.advanceAsync(60_000);
    expect([errors, clock.pending()]).toEqual([[], 0]);
  });
});

describe('a sequencer', () => {
  it('runs the tasks of a key one after the other, those of another key beside them', async () => {
    const sequencer = createSequencer<string>();
    const told: string[] = [];
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const task = (name: string, wait: Promise<void> | null) => async () => {
      told.push(`${name} begins`);
      await wait;
      told.push(`${name} ends`);
      return name;
    };
    const first = sequencer.run('a', task('first', gate));
    const second = sequencer.run('a', task('second', null));
    await sequencer.run('b', task('other', null));
    expect(told).toEqual(['first begins', 'other begins', 'other ends']);
    open();
    expect(await Promise.all([first, second])).toEqual(['first', 'second']);
    expect(told.slice(3)).toEqual(['first ends', 'second begins', 'second ends']);
  });

  it('continues after a task that rejects, and waits for all of them', async () => {
    const sequencer = createSequencer<string>();
    let ended = false;
    const failed = sequencer.run('a', () => Promise.reject(new ChartdropError('disk-full')));
    const next = sequencer.run('a', async () => {
      await Promise.resolve();
      ended = true;
    });
    expect((await rejectionOf(failed)).code).toBe('disk-full');
    await sequencer.drained();
    expect(ended).toBe(true);
    await next;
  });
});

describe('a handover', () => {
  it('gives each value to one taker in its order, and the outcome back', async () => {
    const end = new AbortController();
    const handover = createHandover<string>(end.signal);
    const taken: string[] = [];
    const taker = async (): Promise<void> => {
      for await (const { value, answer } of handover.offered()) {
        taken.push(value);
        await answer(
          value === 'bad' ? Promise.reject(new ChartdropError('file-changed')) : Promise.resolve(),
        );
      }
    };
    const takers = Promise.all([taker(), taker()]);
    const outcomes = ['one', 'bad', 'two'].map((value) => handover.offer(() => value));
    await outcomes[0];
    expect((await rejectionOf(outcomes[1] ?? Promise.resolve())).code).toBe('file-changed');
    await outcomes[2];
    expect(taken).toEqual(['one', 'bad', 'two']);
    end.abort();
    await takers;
  });

  it('makes a value when it is taken, and refuses values that were not taken before the end', async () => {
    const end = new AbortController();
    const handover = createHandover<number>(end.signal);
    let made = 0;
    const offered = handover.offer(() => (made += 1));
    await Promise.resolve();
    expect(made).toBe(0);
    end.abort();
    expect((await rejectionOf(offered)).code).toBe('aborted');
    expect((await rejectionOf(handover.offer(() => (made += 1)))).code).toBe('aborted');
    for await (const one of handover.offered()) throw new Error(`taken: ${one.value}`);
    expect(made).toBe(0);
  });
});

describe('listeners', () => {
  it('are isolated: one that throws is logged, and keeps nothing from the others or the caller', () => {
    const logged: string[] = [];
    const listeners = createListeners<{ hear: (what: string) => void }>({
      warn: (event, fields) => void logged.push(`${event} ${fields?.code ?? ''}`),
    });
    const heard: string[] = [];
    listeners.add({
      hear() {
        throw new ChartdropError('disk-full');
      },
    });
    const stop = listeners.add({ hear: (what) => void heard.push(what) });
    listeners.tell((one) => one.hear('a'));
    stop();
    listeners.tell((one) => one.hear('b'));
    expect(heard).toEqual(['a']);
    expect(logged).toEqual(['listener-failed disk-full', 'listener-failed disk-full']);
  });
});
