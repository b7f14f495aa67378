import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Destination } from '../../preload/contract/destination.ts';
import { patientIdSchema, practitionerIdSchema } from '../../preload/contract/ids.ts';
import type { TodaysPatient, TodayView } from '../../preload/contract/today.ts';
import PatientFinder from '../../renderer/components/PatientFinder.svelte';
import TodaysPatients from '../../renderer/components/TodaysPatients.svelte';
import { nextRow } from '../../renderer/state/today.svelte.ts';
import { type Answers, ok, refused } from '../fakes/fake-bridge.ts';
import { jane, statusOf, toJane, wei } from '../fixtures/views.ts';
import { answeredMs } from './delayed.ts';
import { show } from './show.ts';

const now = Date.UTC(2026, 10, 24, 0, 0);
const minute = 60_000;
const olivia = { ...wei, id: patientIdSchema.parse('1968645883121643301'), name: 'Olivia Jovanović' };
const row = (patient: typeof jane, minutes: number, more: Partial<TodaysPatient> = {}): TodaysPatient => ({
  patient: { ...patient, oldReference: null, unavailable: null },
  startsAt: now + minutes * minute,
  timeZone: 'UTC',
  kind: 'individual',
  standing: 'expected',
  ...more,
});
const practitioners = [
  { id: practitionerIdSchema.parse('21'), name: 'Dr Pat' },
  { id: practitionerIdSchema.parse('22'), name: 'Morgan' },
];
type List = Extract<TodayView, { kind: 'list' }>;
const list = (rows: TodaysPatient[], more: Partial<List> = {}): List => ({
  ...{ kind: 'list', rows, practitioners, chosen: [], readAt: now, nextInMs: 30_000, failure: null },
  ...more,
});
const rows = [
  row(olivia, -60, { standing: 'absent' }),
  row(jane, 0, { standing: 'arrived' }),
  row(wei, 30),
  row(jane, 120, { kind: 'group' }),
];

const answered = () => vi.advanceTimersByTimeAsync(answeredMs + 10);
const section = () => screen.queryByRole('region', { name: 'Today’s patients' });
const buttons = (): string[] =>
  [...(section()?.querySelectorAll('li button') ?? [])].map((one) =>
    one.textContent.replace(/\s+/g, ' ').trim(),
  );

async function column(answers: Answers, status: Parameters<typeof statusOf>[0] = {}) {
  const shown = show(TodaysPatients, {}, answers);
  shown.core.status = statusOf({ showsToday: true, ...status });
  await answered();
  await answered();
  const reads = () => shown.bridge.asked.filter(({ name }) => name === 'today:read').length;
  return { ...shown, reads };
}

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

describe('today’s patients beside the views', () => {
  it('have a time, two identifiers, and a word for what became of it', async () => {
    await column({ 'today:read': () => ok(list(rows)) });
    expect(buttons()).toEqual([
      expect.stringMatching(
        /11:00.*did not arrive.*Olivia Jovanović.*9 Sept? 1975|11:00.*did not arrive.*Sep 9, 1975/,
      ),
      expect.stringMatching(/12:00.*arrived.*Jane Citizen.*1980/),
      expect.stringMatching(/12:30.*Wei Li.*1975/),
      expect.stringMatching(/2:00.*group.*Jane Citizen.*1980/),
    ]);
  });

  it('are identified by their id where the clinic has no date of birth', async () => {
    await column({ 'today:read': () => ok(list([row({ ...jane, dateOfBirth: null }, 0)])) });
    expect(buttons()[0]).toMatch(/Jane Citizen no date of birth.*#1968645883121643170/);
  });

  it('are asked for again when the core says, not in a hidden window, and not while folded', async () => {
    const { reads, core } = await column({ 'today:read': () => ok(list(rows)) });
    core.status = statusOf({ showsToday: true, active: { destination: toJane, remainingMs: null } });
    expect(reads()).toBe(1);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(reads()).toBe(2);
    // The status comes every few seconds and begins no time again.
    for (let at = 0; at < 7; at += 1) {
      await vi.advanceTimersByTimeAsync(5_000);
      core.status = statusOf({ showsToday: true, active: { destination: toJane, remainingMs: at } });
    }
    expect(reads()).toBe(3);
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(10 * minute);
    expect(reads()).toBe(3);
    visibility.mockRestore();
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(31_000);
    expect(reads()).toBe(4);
    await fireEvent.click(screen.getByRole('button', { name: 'Today’s patients' }));
    expect(buttons()).toEqual([]);
    await vi.advanceTimersByTimeAsync(10 * minute);
    expect(reads()).toBe(4);
  });

  it('are folded away after two minutes without a selected patient, and come back with the next one', async () => {
    const { core } = await column({ 'today:read': () => ok(list(rows)) });
    await vi.advanceTimersByTimeAsync(119_000 - 2 * answeredMs);
    expect(buttons()).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(buttons()).toEqual([]);
    expect(section()?.textContent).not.toContain('Jane');
    core.status = statusOf({ showsToday: true, active: { destination: toJane, remainingMs: 1000 } });
    await answered();
    expect(buttons()).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(10 * minute);
    expect(buttons()).toHaveLength(4);
    core.status = statusOf({ showsToday: true });
    await vi.advanceTimersByTimeAsync(121_000);
    expect(buttons()).toEqual([]);
  });

  it('stay while somebody uses them', async () => {
    await column({ 'today:read': () => ok(list(rows)) });
    const listed = () => screen.getByRole('list', { name: 'Today’s patients' });
    for (let at = 0; at < 4; at += 1) {
      await vi.advanceTimersByTimeAsync(100_000);
      await fireEvent.keyDown(listed(), { key: 'ArrowDown' });
    }
    expect(buttons()).toHaveLength(4);
  });

  it('are not there without permission, or if they are switched off', async () => {
    const { core, reads } = await column({
      'today:read': () => ok({ kind: 'hidden', nextInMs: 60 * minute }),
    });
    expect(section()).toBeNull();
    await vi.advanceTimersByTimeAsync(59 * minute);
    expect(section()).toBeNull();
    expect(reads()).toBe(1);
    core.status = statusOf({ showsToday: false });
    await vi.advanceTimersByTimeAsync(61 * minute);
    expect(reads()).toBe(1);
  });

  it('of one clinic disappear as soon as another one is open', async () => {
    let answer: TodayView = list(rows);
    const { core } = await column({ 'today:read': () => ok(answer) });
    answer = list([row(olivia, 10)]);
    core.status = statusOf({ showsToday: true, clinic: 'demo' });
    await vi.advanceTimersByTimeAsync(0);
    expect(buttons()).toEqual([]);
    await answered();
    expect(buttons()).toEqual([expect.stringContaining('Olivia')]);
  });

  it('say why they are missing or older, and are asked for again', async () => {
    let answer = refused('service-error') as Awaited<ReturnType<NonNullable<Answers['today:read']>>>;
    await column({ 'today:read': () => answer });
    expect(section()?.textContent).toContain('Today’s patients could not be loaded.');
    answer = ok(
      list(rows, { failure: { code: 'service-error', advice: 'retry', detail: null, retryAt: null } }),
    );
    await vi.advanceTimersByTimeAsync(2_000);
    await answered();
    expect(section()?.textContent).toMatch(/As of .*Cliniko has a fault/);
    expect(buttons()).toHaveLength(4);
  });

  describe('of chosen practitioners', () => {
    /** A core that keeps the choice, and its list is read again after a second. */
    const keeping = async (refuse?: Answers['today:choose']) => {
      const sent: unknown[] = [];
      let chosen: List['chosen'] = [];
      const view = () => ok(list(chosen.length === 1 ? rows.slice(0, 1) : rows, { chosen, nextInMs: 1000 }));
      const shown = await column({
        'today:read': view,
        'today:choose': (input) => {
          sent.push(input.practitioners);
          if (refuse !== undefined) return refuse(input);
          chosen = input.practitioners;
          return view();
        },
      });
      const ticked = () => screen.getAllByRole<HTMLInputElement>('checkbox').map((box) => box.checked);
      return { ...shown, sent, ticked };
    };

    const summary = () => section()?.querySelector('summary')?.textContent;

    it('are those of the ticked one alone', async () => {
      const { sent } = await keeping();
      expect(summary()).toBe('All practitioners');
      await fireEvent.click(screen.getByLabelText('Morgan'));
      expect(summary()).toBe('Morgan');
      await answered();
      await answered();
      expect(sent).toEqual([['22']]);
      expect(buttons()).toHaveLength(1);
      expect(summary()).toBe('Morgan');
    });

    it('are those of all ticked ones, however quickly they follow each other', async () => {
      const { sent, ticked } = await keeping();
      await fireEvent.click(screen.getByLabelText('Morgan'));
      await fireEvent.click(screen.getByLabelText('Dr Pat'));
      expect(ticked()).toEqual([true, true]);
      await answered();
      await answered();
      await fireEvent.click(screen.getByLabelText('Morgan'));
      await answered();
      await answered();
      expect(sent).toEqual([['22'], ['22', '21'], ['21']]);
      expect(ticked()).toEqual([true, false]);
    });

    it('are those of all ticked ones, though an older list arrives between two of them', async () => {
      const { sent, ticked, reads } = await keeping();
      const before = reads();
      await vi.waitFor(() => expect(reads()).toBe(before + 1), { interval: 1, timeout: 5000 });
      await fireEvent.click(screen.getByLabelText('Morgan'));
      for (let ms = 0; ms < 2 * answeredMs; ms += 20) {
        expect(ticked()).toEqual([false, true]);
        await vi.advanceTimersByTimeAsync(20);
      }
      await fireEvent.click(screen.getByLabelText('Dr Pat'));
      await answered();
      expect(sent).toEqual([['22'], ['22', '21']]);
    });

    it('are as before if the choice is refused', async () => {
      const { ticked, core } = await keeping(() => refused('settings-managed'));
      await fireEvent.click(screen.getByLabelText('Morgan'));
      await answered();
      await answered();
      expect(ticked()).toEqual([false, false]);
      expect(core.notices).toHaveLength(1);
    });
  });

  it('open their card in Find, by mouse and by keyboard, and an archived one does not', async () => {
    const archived = row(olivia, 5);
    const { navigation } = await column({
      'today:read': () =>
        ok(list([row(jane, 0), { ...archived, patient: { ...archived.patient, unavailable: 'archived' } }])),
    });
    const [first, second] = [...(section()?.querySelectorAll('li button') ?? [])];
    if (first === undefined || second === undefined) throw new Error('no rows');
    await fireEvent.click(second);
    expect(navigation.view).toBe('desk');
    expect(second.textContent).toContain('archived in Cliniko');
    // Only one of them is reached by Tab.
    expect([first, second].map((one) => one.getAttribute('tabindex'))).toEqual(['0', '-1']);
    await fireEvent.click(first);
    expect(navigation.view).toBe('find');
    expect(navigation.requested?.id).toBe(jane.id);
  });
});

describe('today’s patients under the search box', () => {
  async function finder(answers: Answers = {}, more: object = {}) {
    const chosen: Destination[] = [];
    const onChoose = (destination: Destination) => void chosen.push(destination);
    const shown = show(
      PatientFinder,
      { actLabel: 'Choose', onChoose, offersToday: true, ...more },
      { 'today:read': () => ok(list(rows)), 'patients:cases': () => ok([]), ...answers },
    );
    shown.core.status = statusOf({ showsToday: true });
    await answered();
    await answered();
    return { ...shown, chosen };
  }
  const box = () => screen.getByRole('combobox', { name: 'Find a patient' });
  const press = (key: string, more: object = {}) => fireEvent.keyDown(box(), { key, ...more });
  const selected = (): string => screen.queryByRole('option', { selected: true })?.textContent ?? '';

  it('are reached by the arrows, from the next appointment on, and opened by Enter before they are chosen', async () => {
    const { chosen } = await finder();
    expect(selected()).toBe('');
    await press('Enter');
    expect(screen.queryByRole('button', { name: 'Choose' })).toBeNull();
    await press('ArrowDown');
    expect(selected()).toMatch(/arrived.*Jane Citizen.*1980.*#1968645883121643170/s);
    expect(box().getAttribute('aria-activedescendant')).toContain(jane.id);
    await press('ArrowDown');
    expect(selected()).toContain('Wei Li');
    await press('ArrowUp');
    await press('ArrowUp');
    await press('ArrowUp');
    expect(selected()).toContain('Olivia');
    await press('Enter');
    expect(screen.getByRole('region', { name: 'Selected patient' }).textContent).toContain('Olivia');
    expect(chosen).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: 'Choose' }));
    expect(chosen).toEqual([{ kind: 'patient', patient: olivia }]);
  });

  it('keep the highlight on the same patient when a refresh brings others', async () => {
    let answer = list(rows);
    await finder({ 'today:read': () => ok(answer) });
    await press('ArrowDown');
    expect(selected()).toContain('Jane');
    answer = list([row({ ...wei, name: 'Newly Booked' }, -5), ...rows]);
    await vi.advanceTimersByTimeAsync(30_000);
    await answered();
    expect(screen.getAllByRole('option')[0]?.textContent).toContain('Newly Booked');
    expect(selected()).toContain('Jane');
    answer = list([row(wei, 30)]);
    await vi.advanceTimersByTimeAsync(30_000);
    await answered();
    expect(selected()).toBe('');
    await press('Enter');
    expect(screen.queryByRole('button', { name: 'Choose' })).toBeNull();
  });

  it('make way for a search', async () => {
    await finder({ 'patients:search': () => ok([{ ...wei, oldReference: null, unavailable: null }]) });
    await press('ArrowDown');
    await fireEvent.input(box(), { target: { value: 'wei' } });
    expect(screen.queryByRole('option')).toBeNull();
    await vi.advanceTimersByTimeAsync(200);
    await answered();
    expect(selected()).toContain('Wei Li');
  });

  it('choose no patient by an Enter that is held down', async () => {
    const { chosen } = await finder();
    await press('ArrowDown');
    await press('Enter');
    const choose = screen.getByRole('button', { name: 'Choose' });
    // A browser clicks a button at each repeat of Enter, unless that is prevented.
    expect(await fireEvent.keyDown(choose, { key: 'Enter', repeat: true })).toBe(false);
    expect(chosen).toEqual([]);
  });

  it('come with the newest attachments once opened, and the way to all of them', async () => {
    const { navigation, bridge } = await finder(
      { 'attachments:list': () => ok({ rows: [], total: 0, next: null }) },
      { showsChart: true },
    );
    await press('ArrowDown');
    await press('Enter');
    await answered();
    expect(screen.getByText('This chart has no attachments.')).toBeTruthy();
    expect(bridge.asked.find(({ name }) => name === 'attachments:list')?.input).toMatchObject({
      scope: { kind: 'patient', id: jane.id },
    });
    await fireEvent.click(screen.getByRole('button', { name: 'All attachments' }));
    expect(navigation.view).toBe('attachments');
    expect(navigation.scope).toMatchObject({ kind: 'patient', patient: jane });
  });
});

it.each([
  [[-60, 0, 30], 0],
  [[-60, -14, 30], -14],
  [[-60, -16, 30], 30],
  [[-60, -16], -16],
])('begins with the next appointment of %j minutes: %d', (minutes, expected) => {
  const next = nextRow(
    minutes.map((one) => row(jane, one)),
    now,
  );
  expect(next?.startsAt).toBe(now + expected * minute);
});
