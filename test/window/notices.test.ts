import { expect, it, onTestFinished } from 'vitest';
import type { AppEvents } from '../../main/core/app-events.ts';
import { createHostAsks } from '../../main/window/host-asks.ts';
import { createNotices } from '../../main/window/notices.ts';
import { createProgress } from '../../main/window/progress.ts';
import { type Preferences, preferencesSchema } from '../../preload/contract/settings.ts';
import type { EventName, EventPayload } from '../../preload/contract/events.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { filedRow, rowOf } from '../fixtures/job-rows.ts';
import { testDesk } from './test-desk.ts';

/** Notices of a desk with a scripted core. */
async function scene(preferences: Partial<Preferences> = {}) {
  const clock = createFakeClock();
  const { desk } = await testDesk();
  let core: AppEvents & { onDeskChanged?: () => void } = {};
  const progress = createProgress(clock);
  let updated: () => void = () => undefined;
  const asks = createHostAsks();
  const notices = createNotices({
    desk: {
      ...desk,
      preferences: () => preferencesSchema.parse(preferences),
      listen(events) {
        core = events;
        return () => (core = {});
      },
    },
    clock,
    progress,
    asks,
    folders: () => [],
    updates: {
      state: () => ({ kind: 'checking' }),
      check: () => Promise.resolve({ kind: 'checking' }),
      restart: () => false,
      listen(onChanged) {
        updated = onChanged;
        return () => undefined;
      },
    },
  });
  const told: EventName[] = [];
  let last: EventPayload<EventName> | null = null;
  notices.listen((name, payload) => {
    told.push(name);
    last = payload;
  });
  onTestFinished(() => notices.stop());
  const job = await filedRow('/nowhere/letter.pdf', 1);
  return {
    clock,
    asks,
    notices,
    progress,
    told,
    job,
    last: () => last,
    tell: () => core,
    update: () => updated(),
  };
}

it('sends the first change of a while at once, and later ones together', async () => {
  const { clock, told, job, tell, notices } = await scene();
  tell().onJobChanged?.(job);
  clock.advance(0);
  expect(told).toEqual(['status:changed']);
  for (let at = 0; at < 1000; at += 1) tell().onJobChanged?.(job);
  clock.advance(249);
  expect(told).toHaveLength(1);
  clock.advance(1);
  expect(told).toEqual(['status:changed', 'status:changed']);
  expect(notices.revision()).toBe(1001);
});

it('sends the status regularly, since the rate budget changes with time', async () => {
  const { clock, told } = await scene();
  clock.advance(15_000);
  expect(told).toHaveLength(3);
});

it('sends progress at most four times a second, with a stable speed', async () => {
  const { clock, told, job, tell, last } = await scene();
  for (let at = 1; at <= 100; at += 1) {
    tell().onProgress?.(job.id, at * 10_000);
    clock.advance(20);
  }
  const progressed = told.filter((name) => name === 'progress:changed');
  expect(progressed.length).toBeLessThanOrEqual(9);
  expect(last()).toMatchObject([{ id: job.id, perSecond: 500_000 }]);
});

it('sends the state of updates', async () => {
  const { clock, told, update, last } = await scene();
  update();
  clock.advance(0);
  expect(told).toEqual(['updates:changed']);
  expect(last()).toEqual({ kind: 'checking' });
});

it('says nothing more, and leaves no timer, once it is stopped', async () => {
  const { clock, notices, told, job, tell } = await scene();
  tell().onJobChanged?.(job);
  notices.stop();
  clock.advance(60_000);
  expect(told).toEqual([]);
  expect(clock.pending()).toBe(0);
});

it('sends that the host has a request, and returns each once', async () => {
  const { asks, told, clock } = await scene();
  asks.ask({ kind: 'show', view: 'history' });
  asks.ask({ kind: 'link-refused' });
  asks.ask({ kind: 'show', view: 'desk' });
  await clock.advanceAsync(250);
  expect(told.filter((name) => name === 'host:asked')).not.toEqual([]);
  expect(asks.drain()).toEqual([{ kind: 'link-refused' }, { kind: 'show', view: 'desk' }]);
  expect(asks.drain()).toEqual([]);
  const rest = { errors: [], refused: [], failed: [] };
  for (let taken = 1; taken <= 50; taken += 1) asks.ask({ kind: 'files', taken, ...rest });
  expect(asks.drain()).toHaveLength(20);
});

/** The sounds that a window plays. */
async function heard(
  sound: Preferences['sound'],
  change: (bench: Awaited<ReturnType<typeof scene>>) => unknown,
) {
  const bench = await scene({ sound });
  const sounds: unknown[] = [];
  bench.notices.listen((name, payload) => {
    if (name === 'sound:due') sounds.push(payload);
  });
  await change(bench);
  await bench.clock.advanceAsync(1000);
  return sounds;
}

const waiting = async () => ({
  ...(await rowOf('/nowhere/other.pdf')),
  state: 'inbox' as const,
  reason: 'nobody-armed' as const,
  candidates: [],
  duplicateOf: null,
});

it('tells the window to play a sound as the settings say: one for a pile, and what needs a person first', async () => {
  const both = async ({ tell, job }: Awaited<ReturnType<typeof scene>>): Promise<void> => {
    tell().onJobChanged?.(job);
    tell().onJobChanged?.(await waiting());
    tell().onJobChanged?.(await filedRow('/nowhere/third.pdf', 3));
  };
  expect(await heard('all', both)).toEqual(['needs']);
  expect(await heard('needs', both)).toEqual(['needs']);
  expect(await heard('none', both)).toEqual([]);
  const filed = ({ tell, job }: Awaited<ReturnType<typeof scene>>) => tell().onJobChanged?.(job);
  expect(await heard('all', filed)).toEqual(['filed']);
  expect(await heard('needs', filed)).toEqual([]);
});

it('plays no sound for what a person did, nor twice for the same arrival', async () => {
  const sounds = await heard('all', async ({ tell, job, clock }) => {
    tell().onJobChanged?.({ ...(await waiting()), reason: 'taken-back' });
    tell().onJobChanged?.(job);
    await clock.advanceAsync(1000);
    tell().onJobChanged?.(job);
  });
  expect(sounds).toEqual(['filed']);
});
