import { describe, expect, it } from 'vitest';
import { patientRef } from '../../main/clinic/people/patient-search.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import type { TodayView } from '../../preload/contract/today.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

async function opened(desk?: TestDesk): Promise<TestDesk> {
  const made = desk ?? (await testDesk());
  await made.call('clinic:useKey', { apiKey: made.demo.apiKey });
  return made;
}
const rows = (view: TodayView) => (view.kind === 'list' ? view.rows : []);
const ids = (view: TodayView): string[] => rows(view).map(({ patient }) => patient.id);

describe('today’s patients of the window', () => {
  it('name each patient as the clinic’s record does, with the date of birth', async () => {
    const desk = await opened();
    const found = rows(await desk.call('today:read', null));
    expect(found.length).toBeGreaterThan(10);
    for (const { patient } of found) {
      const record = await desk.desk.app().clinic.client.patient(patient.id, {
        priority: 'background',
        signal: new AbortController().signal,
      });
      expect(patient).toMatchObject(patientRef(record));
    }
  });

  it('are those of the chosen practitioners, which is remembered for each clinic', async () => {
    const desk = await opened();
    const all = await desk.call('today:read', null);
    if (all.kind !== 'list') throw new Error('no list');
    const [first, second] = all.practitioners;
    if (first === undefined || second === undefined) throw new Error('no practitioners');
    expect(all.practitioners.map(({ name }) => name)).toEqual(['Dr Pat Practitioner', 'Morgan Manager']);
    const calls = desk.demo.requests().api;
    const ofOne = await desk.call('today:choose', { practitioners: [first.id] });
    const ofOther = await desk.call('today:choose', { practitioners: [second.id] });
    expect(desk.demo.requests().api).toBe(calls);
    expect([...ids(ofOne), ...ids(ofOther)].sort()).toEqual(ids(all).sort());
    expect(desk.settings().practitioners).toEqual({ demo: [], own: [second.id] });
    expect(ids(await desk.call('today:read', null))).toEqual(ids(ofOther));
    const none = await desk.call('today:choose', { practitioners: [] });
    expect(ids(none)).toEqual(ids(all));
  });

  it('are all shown if none of the chosen works there any more', async () => {
    const desk = await opened();
    const all = await desk.call('today:read', null);
    expect(await desk.call('today:choose', { practitioners: ['1' as never] })).toMatchObject({
      chosen: [],
      rows: { length: rows(all).length },
    });
  });

  it('cost no call while they are switched off, and the status says so', async () => {
    const desk = await opened();
    await desk.call('settings:update', preferencesSchema.parse({ todaysPatients: false }));
    expect((await desk.call('status:read', null)).showsToday).toBe(false);
    const calls = desk.demo.requests().api;
    expect(await desk.call('today:read', null)).toMatchObject({ kind: 'hidden' });
    expect(desk.demo.requests().api).toBe(calls);
    await desk.call('settings:update', preferencesSchema.parse({}));
    expect((await desk.call('status:read', null)).showsToday).toBe(true);
    expect(rows(await desk.call('today:read', null)).length).toBeGreaterThan(10);
  });

  it('are hidden without permission, and everything else works', async () => {
    const desk = await opened();
    desk.demo.faults.add({ step: 'appointments', act: { status: 403 }, times: 'always' });
    expect(await desk.call('today:read', null)).toMatchObject({ kind: 'hidden' });
    const found = await desk.call('patients:search', { query: 'jane citizen' });
    expect(found[0]?.name).toContain('Jane');
    expect((await desk.call('status:read', null)).connection).toBe('online');
  });

  it('do not outlive their clinic: the demo, the own one, and back', async () => {
    const desk = await opened();
    expect(rows(await desk.call('today:read', null)).length).toBeGreaterThan(10);
    await desk.call('clinic:useDemo', null);
    const calls = desk.demo.requests().api;
    expect(rows(await desk.call('today:read', null)).length).toBeGreaterThan(10);
    expect(desk.demo.requests().api).toBe(calls);
    // Both clinics have the same patients, so the own one refuses: a kept answer would still show them.
    desk.demo.faults.add({ step: 'appointments', act: { status: 403 }, times: 'always' });
    await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey });
    expect(await desk.call('today:read', null)).toMatchObject({ kind: 'hidden' });
  });

  it('come first among equal matches of a search', async () => {
    const desk = await opened();
    const [first] = rows(await desk.call('today:read', null));
    const word = first?.patient.name?.split(' ').at(-1) ?? '';
    const found = await desk.call('patients:search', { query: word });
    const todays = new Set(ids(await desk.call('today:read', null)));
    const surname = found.filter(({ name }) => name?.endsWith(` ${word}`));
    const marks = surname.map(({ id }) => todays.has(id));
    expect(marks.lastIndexOf(true)).toBeLessThan(marks.includes(false) ? marks.indexOf(false) : marks.length);
  });

  it('are chosen by id: an archived patient is refused, as in a search', async () => {
    const desk = await opened();
    const archived = desk.demo.patients().find(({ archivedAt }) => archivedAt !== null);
    const target = { patientId: archived?.id, caseId: null };
    expect(await desk.ask('destination:arm', target)).toMatchObject({
      error: { code: 'patient-unavailable' },
    });
  });

  it('write nothing of appointments to disk: the settings hold ids of practitioners only', async () => {
    const desk = await opened();
    const view = await desk.call('today:read', null);
    const text = JSON.stringify(desk.settings()) + desk.log.tail(1000).join('\n');
    for (const { patient } of rows(view)) {
      expect(text).not.toContain(patient.id);
      expect(text).not.toContain(patient.name ?? '');
    }
  });
});
