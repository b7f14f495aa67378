import { describe, expect, it } from 'vitest';
import { createToday, type TodayAnswer } from '../../../main/clinic/today/today.ts';
import type { Exchange } from '../../../main/demo-clinic/api/api-exchange.ts';
import type { DemoClinicOptions } from '../../../main/demo-clinic/start.ts';
import { judge } from '../../contract/judge.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { clientOf, testClinic } from '../../fixtures/upload-bench.ts';

/** Half past nine in Sydney. */
const morning = Date.parse('2026-11-23T22:30:00Z');
const minute = 60_000;

async function scene(given: { limit?: number; options?: Partial<DemoClinicOptions> } = {}) {
  const clock = createFakeClock(morning);
  const exchanges: Exchange[] = [];
  const demo = await testClinic({
    now: () => clock.now(),
    onExchange: (exchange) => exchanges.push(exchange),
    ...given.options,
  });
  const key: { current: string | null } = { current: demo.apiKey };
  const { client } = clientOf(demo);
  const usage = () => ({ used: 0, limit: given.limit ?? 200, windowMs: minute, blockedForMs: 0 });
  const today = createToday({ clinic: { client, budget: { usage } }, clock, apiKey: () => key.current });
  const calls = () => demo.requests().api;
  return { clock, demo, exchanges, key, today, calls };
}
const rows = (answer: TodayAnswer) => (answer.kind === 'list' ? answer.entries : []);

describe('today’s patients, from a real clinic', () => {
  it('are read with their records in five calls, each allowed by the reference', async () => {
    const { today, exchanges, demo } = await scene();
    const answer = await today.read();
    expect(exchanges.map(({ url }) => url.replace(/^\/v1\/|\?.*/g, '')).sort()).toEqual([
      'businesses',
      'group_appointments',
      'individual_appointments',
      'patients',
      'practitioners',
    ]);
    expect([...new Set(exchanges.flatMap(judge))]).toEqual([]);
    const jane = rows(answer).find(({ patient }) => patient.last_name === 'Citizen');
    expect(jane).toMatchObject({
      patient: { first_name: 'Jane', date_of_birth: '1980-02-03' },
      startsAt: Date.parse('2026-11-23T22:20:00Z'),
      timeZone: 'Australia/Sydney',
      standing: 'arrived',
    });
    // Fourteen, of which one is cancelled, and a class of four.
    const patients = new Set(demo.patients().map(({ id }) => id));
    expect(rows(answer).length).toBeGreaterThanOrEqual(15);
    expect(rows(answer).every(({ patient }) => patients.has(patient.id))).toBe(true);
    expect(rows(answer).some(({ kind }) => kind === 'group')).toBe(true);
    expect([...today.patientIds()]).toContain(jane?.patient.id);
  });

  it('cost at most two of a hundred calls that the account allows, however often they are asked for', async () => {
    const { today, calls, clock } = await scene();
    for (let at = 0; at < 20 * 12; at += 1) {
      await today.read();
      clock.advance(5000);
    }
    expect(calls()).toBeLessThanOrEqual(20 * 4 + 5);
    // They are nearly as fresh as that allows.
    expect(calls()).toBeGreaterThan(20 * 3);
  });

  it('are read less often if the account allows fewer calls', async () => {
    const { today, calls, clock } = await scene({ limit: 20 });
    for (let at = 0; at < 60; at += 1) {
      await today.read();
      clock.advance(minute);
    }
    expect(calls()).toBeLessThanOrEqual(60 * 0.4);
  });

  it('cost no call before they are asked for, and one refresh for two who ask at once', async () => {
    const { today, calls } = await scene();
    expect(calls()).toBe(0);
    await Promise.all([today.read(), today.read()]);
    expect(calls()).toBe(5);
  });

  it('are asked for again after a failure with growing pauses, and the older list stays with the reason', async () => {
    const { today, calls, clock, demo } = await scene();
    const before = rows(await today.read()).length;
    demo.faults.add({ step: 'appointments', act: { status: 503 }, times: 'always' });
    const pauses: number[] = [];
    for (let at = 0; at < 6; at += 1) {
      const answer = await today.read();
      clock.advance(answer.nextInMs);
      pauses.push(Math.round(answer.nextInMs / 1000));
      if (at > 0) expect(answer).toMatchObject({ kind: 'list', failure: { code: 'service-error' } });
      expect(rows(answer)).toHaveLength(before);
    }
    expect(pauses.slice(1)).toEqual([60, 120, 240, 480, 600]);
    demo.faults.clear();
    expect(await today.read()).toMatchObject({ kind: 'list', failure: null });
    expect(calls()).toBeLessThan(30);
  });

  it('say why the first reading failed, without a call for each who asks', async () => {
    const { today, calls, demo, clock } = await scene();
    demo.faults.add({ step: 'appointments', act: { status: 503 }, times: 'always' });
    await expect(today.read()).rejects.toMatchObject({ code: 'service-error' });
    const made = calls();
    await expect(today.read()).rejects.toMatchObject({ code: 'service-error' });
    expect(calls()).toBe(made);
    demo.faults.clear();
    clock.advance(2 * minute);
    expect(rows(await today.read()).length).toBeGreaterThan(0);
  });

  it('ask for a patient’s record again after a quarter of an hour', async () => {
    const { today, exchanges, clock } = await scene();
    const asked = () => exchanges.filter(({ url }) => url.startsWith('/v1/patients?')).length;
    await today.read();
    clock.advance(2 * minute);
    await today.read();
    expect(asked()).toBe(1);
    clock.advance(14 * minute);
    await today.read();
    expect(asked()).toBe(2);
  });

  it('are those of the new day at once when it begins', async () => {
    const { today, clock } = await scene();
    await today.read();
    clock.advance(14 * 60 * minute + 29 * minute);
    await today.read();
    clock.advance(2 * minute);
    const next = rows(await today.read());
    expect(next.length).toBeGreaterThan(0);
    expect(next.every(({ startsAt }) => startsAt > clock.now())).toBe(true);
  });
});

describe('without permission', () => {
  it.each([
    ['appointments', 'appointments'],
    ['patients', 'patients'],
  ] as const)('for %s the list is hidden, and asked for again after an hour', async (_, step) => {
    const { today, demo, clock } = await scene();
    demo.faults.add({ step, act: { status: 403 }, times: 'always' });
    expect(await today.read()).toEqual({ kind: 'not-permitted', nextInMs: 60 * minute });
    expect(today.patientIds().size).toBe(0);
    demo.faults.clear();
    clock.advance(59 * minute);
    expect(await today.read()).toMatchObject({ kind: 'not-permitted' });
    clock.advance(minute);
    expect(await today.read()).toMatchObject({ kind: 'list' });
  });

  it('for the practice, all patients are shown, with the time of this PC', async () => {
    const { today, demo } = await scene();
    demo.faults.add({ step: 'practice', act: { status: 403 }, times: 'always' });
    const answer = await today.read();
    expect(answer).toMatchObject({ kind: 'list', practitioners: [] });
    expect(rows(answer).every(({ timeZone }) => timeZone === null)).toBe(true);
  });

  it('that is taken away later, nothing older stays', async () => {
    const { today, demo, clock } = await scene();
    await today.read();
    demo.faults.add({ step: 'appointments', act: { status: 403 }, times: 'always' });
    clock.advance(2 * minute);
    expect(await today.read()).toMatchObject({ kind: 'not-permitted' });
    expect(today.patientIds().size).toBe(0);
  });
});

it('forgets the patients of another key', async () => {
  const { today, key } = await scene();
  expect(rows(await today.read()).length).toBeGreaterThan(0);
  key.current = 'another-key-au1';
  expect(today.patientIds().size).toBe(0);
});

it('ends a refresh when the clinic is closed', async () => {
  const { today, demo, calls } = await scene();
  demo.faults.add({ step: 'appointments', act: 'hang', times: 'always' });
  const asked = today.read();
  asked.catch(() => undefined);
  await expect.poll(calls).toBe(4);
  await today.stop();
  await expect(asked).rejects.toMatchObject({ code: 'aborted' });
  await expect(today.read()).rejects.toMatchObject({ code: 'aborted' });
  expect(calls()).toBe(4);
});
