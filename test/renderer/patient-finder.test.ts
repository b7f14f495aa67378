import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Destination } from '../../preload/contract/destination.ts';
import type { Result } from '../../preload/contract/errors.ts';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import type { FoundPatientView, PatientCaseView } from '../../preload/contract/views.ts';
import PatientFinder from '../../renderer/components/PatientFinder.svelte';
import { type Answers, ok, refused } from '../fakes/fake-bridge.ts';
import { jane, statusOf, toJane, wei } from '../fixtures/views.ts';
import { answeredMs } from './delayed.ts';
import { show } from './show.ts';

const found = (...people: (typeof jane)[]): FoundPatientView[] =>
  people.map((person) => ({ ...person, oldReference: null, unavailable: null }));
const olivia = { ...wei, id: patientIdSchema.parse('1968645883121643301'), name: 'Olivia Jovanović' };
const box = () => screen.getByRole('combobox', { name: 'Find a patient' });
const options = (): string[] => screen.queryAllByRole('option').map((one) => one.textContent);

/** Waits for the answer to the last request. */
const answered = () => vi.advanceTimersByTimeAsync(answeredMs);

/** Types, then waits for the pause after the last key and the clinic's latency. */
async function type(query: string): Promise<void> {
  await fireEvent.input(box(), { target: { value: query } });
  await vi.advanceTimersByTimeAsync(200);
  await answered();
}

function finder(answers: Answers, more: { takesDrops?: boolean; suggestions?: Destination[] } = {}) {
  const chosen: Destination[] = [];
  const onChoose = (destination: Destination) => void chosen.push(destination);
  const shown = show(PatientFinder, { actLabel: 'Choose', onChoose, ...more }, answers);
  return { ...shown, chosen };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks once a name is typed, not at each key, and not for a single letter', async () => {
  const { bridge } = finder({ 'patients:search': () => ok(found(jane, wei)) });
  await type('j');
  expect(bridge.asked).toEqual([]);
  await fireEvent.input(box(), { target: { value: 'ja' } });
  await fireEvent.input(box(), { target: { value: 'jan' } });
  await vi.advanceTimersByTimeAsync(200);
  expect(screen.getByRole('status').textContent).toContain('Searching…');
  await answered();
  expect(bridge.asked).toEqual([{ name: 'patients:search', input: { query: 'jan' } }]);
  expect(screen.getByRole('status').textContent).toContain('2 patients');
  expect(options()[0]).toMatch(/Jane Citizen.*1980.*#1968645883121643170/s);
});

it('asks for a single character if it can be a name', async () => {
  const { bridge } = finder({ 'patients:search': () => ok(found(wei)) });
  await type('李');
  expect(bridge.asked).toEqual([{ name: 'patients:search', input: { query: '李' } }]);
});

it('drops an answer that comes after a newer question', async () => {
  const answers = new Map<string, (people: FoundPatientView[]) => void>();
  finder({
    'patients:search': ({ query }) =>
      new Promise((resolve) => answers.set(query, (people) => resolve(ok(people)))),
  });
  await type('wei');
  await type('jane');
  answers.get('jane')?.(found(jane));
  await vi.advanceTimersByTimeAsync(0);
  answers.get('wei')?.(found(wei));
  await vi.advanceTimersByTimeAsync(0);
  expect(options()).toHaveLength(1);
  expect(options()[0]).toContain('Jane Citizen');
});

it('holds a late answer back while something is dragged over the patients shown', async () => {
  let answer: ((people: FoundPatientView[]) => void) | undefined;
  const { drops } = finder(
    { 'patients:search': () => new Promise((resolve) => (answer = (people) => resolve(ok(people)))) },
    { takesDrops: true, suggestions: [toJane] },
  );
  expect(screen.getByRole('button', { name: /Jane Citizen/ })).toBeTruthy();
  await type('wei');
  // Earlier results disappear while another question is pending.
  expect(screen.queryByRole('button', { name: /Jane Citizen/ })).toBeNull();
  drops.dragged = { kind: 'files' };
  await vi.advanceTimersByTimeAsync(0);
  answer?.(found(wei));
  await vi.advanceTimersByTimeAsync(0);
  expect(options()).toEqual([]);
  drops.dragged = null;
  await vi.advanceTimersByTimeAsync(0);
  expect(options()).toHaveLength(1);
});

/** Keys at a person's speed, with a slow API. */
const keyMs = 140;
const slow = (query: string): Promise<Result<FoundPatientView[]>> =>
  new Promise((resolve) => {
    const answer = query.includes('wei') ? found(wei) : found(olivia, wei);
    setTimeout(() => resolve(ok(answer)), 400);
  });
async function keys(from: string, to: string): Promise<void> {
  for (let at = from.length + 1; at <= to.length; at += 1) {
    await fireEvent.input(box(), { target: { value: to.slice(0, at) } });
    await vi.advanceTimersByTimeAsync(keyMs);
  }
}
const enter = () => fireEvent.keyDown(box(), { key: 'Enter' });

it('opens the patient who matches the box, with Enter pressed before the answer came', async () => {
  const { chosen } = finder({
    'patients:search': ({ query }) => slow(query),
    'patients:cases': () => ok([]),
  });
  await keys('', 'li');
  await vi.advanceTimersByTimeAsync(1000);
  expect(options()[0]).toContain('Olivia Jovanović');
  await keys('li', 'li, wei');
  await enter();
  await enter();
  expect(screen.queryByRole('button', { name: 'Choose' })).toBeNull();
  await vi.advanceTimersByTimeAsync(1000);
  expect(screen.getByRole('region', { name: 'Selected patient' }).textContent).toContain('Wei Li');
  expect(chosen).toEqual([]);
  await fireEvent.click(screen.getByRole('button', { name: 'Choose' }));
  expect(chosen).toEqual([{ kind: 'patient', patient: wei }]);
});

it('opens no patient by a click on a row of an earlier question', async () => {
  finder({ 'patients:search': ({ query }) => slow(query), 'patients:cases': () => ok([]) });
  await keys('', 'li');
  await vi.advanceTimersByTimeAsync(1000);
  await keys('li', 'li, wei');
  const listbox = screen.getByRole('listbox');
  expect(listbox.getAttribute('aria-busy')).toBe('true');
  expect(screen.queryByRole('option', { selected: true })).toBeNull();
  for (const option of screen.getAllByRole('option')) await fireEvent.click(option);
  expect(screen.queryByRole('button', { name: 'Choose' })).toBeNull();
});

it('opens no patient if Enter came before the answer and several match', async () => {
  finder({ 'patients:search': ({ query }) => slow(query), 'patients:cases': () => ok([]) });
  await keys('', 'li');
  await enter();
  await vi.advanceTimersByTimeAsync(1000);
  expect(options()).toHaveLength(2);
  expect(screen.queryByRole('button', { name: 'Choose' })).toBeNull();
  await enter();
  expect(screen.getByRole('region', { name: 'Selected patient' }).textContent).toContain('Olivia Jovanović');
});

it('reports that the cases could not be loaded, and asks again', async () => {
  let answer: Result<PatientCaseView[]> = refused('network-timeout');
  finder({ 'patients:search': () => ok(found(jane)), 'patients:cases': () => answer });
  await type('jane');
  await enter();
  await answered();
  expect(screen.getByRole('alert').textContent).toContain(
    'The cases could not be loaded. Cliniko does not answer.',
  );
  expect(screen.queryByText('This patient has no cases.')).toBeNull();
  answer = ok([]);
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await answered();
  expect(screen.getByText('This patient has no cases.')).toBeTruthy();
});

it('can be used by keyboard alone: arrows, Enter, and Enter once more', async () => {
  vi.useRealTimers();
  const knee = { id: caseIdSchema.parse('7'), name: 'Knee', closed: false, expired: false };
  const { chosen } = finder({
    'patients:search': () => ok(found(jane, wei)),
    'patients:cases': () => ok([{ ...knee, id: caseIdSchema.parse('8'), name: 'Arm', closed: true }, knee]),
  });
  await fireEvent.input(box(), { target: { value: 'li' } });
  await waitFor(() => expect(options()).toHaveLength(2));
  const selected = () => screen.getByRole('option', { selected: true }).textContent;
  expect(selected()).toContain('Jane Citizen');
  await fireEvent.keyDown(box(), { key: 'ArrowUp' });
  expect(selected()).toContain('Jane Citizen');
  await fireEvent.keyDown(box(), { key: 'ArrowDown' });
  await fireEvent.keyDown(box(), { key: 'ArrowDown' });
  expect(selected()).toContain('Wei Li');
  expect(box().getAttribute('aria-activedescendant')).toContain(wei.id);
  await fireEvent.keyDown(box(), { key: 'Enter' });
  const choose = await screen.findByRole('button', { name: 'Choose' });
  expect(document.activeElement).toBe(choose);
  // Open cases come first; a closed one is marked.
  const cases = await screen.findAllByRole('listitem');
  expect(cases.map((one) => one.textContent.replace(/\s+/g, ' ').trim())).toEqual([
    'Choose, case Knee',
    'Choose, case Arm closed',
  ]);
  await fireEvent.click(choose);
  await fireEvent.click(screen.getByRole('button', { name: 'Choose, case Knee' }));
  expect(chosen).toEqual([
    { kind: 'patient', patient: wei },
    { kind: 'case', patient: wei, case: { id: '7', name: 'Knee' } },
  ]);
});

it('drops the cases of a patient who was closed before they came', async () => {
  const asked = Promise.withResolvers<Result<PatientCaseView[]>>();
  finder({
    'patients:search': () => ok(found(jane)),
    'patients:cases': () => asked.promise,
  });
  await type('jane');
  await fireEvent.keyDown(box(), { key: 'Enter' });
  await fireEvent.click(screen.getByRole('button', { name: 'Back' }));
  asked.resolve(ok([]));
  // An error inside fails the run as an unhandled rejection.
  await vi.advanceTimersByTimeAsync(0);
  expect(options()).toHaveLength(1);
});

it('says that no patient matches, and why the search failed', async () => {
  let answer = ok<FoundPatientView[]>([]);
  finder({ 'patients:search': () => answer });
  await type('nobody');
  expect(screen.getByRole('status').textContent).toContain('No current patient matches.');
  answer = refused('network-unreachable');
  await type('somebody');
  expect(screen.getByRole('status').textContent).toContain('Cliniko cannot be reached.');
});

it('retries a failed search and failed cases while the question stands, as it says', async () => {
  let answer: Result<FoundPatientView[]> = refused('service-error');
  let cases: Result<PatientCaseView[]> = refused('network-timeout');
  finder({ 'patients:search': () => answer, 'patients:cases': () => cases });
  await type('jane');
  expect(screen.getByRole('status').textContent).toContain(
    'Cliniko has a fault. Chartdrop retries automatically.',
  );
  answer = ok(found(jane));
  await vi.advanceTimersByTimeAsync(1250);
  await answered();
  expect(screen.getByRole('status').textContent).toContain('1 patient');
  await enter();
  await answered();
  expect(screen.getByRole('alert').textContent).toContain('Chartdrop retries automatically.');
  cases = ok([]);
  await vi.advanceTimersByTimeAsync(1250);
  await answered();
  expect(screen.getByText('This patient has no cases.')).toBeTruthy();
});

it('promises no retry of a refused search', async () => {
  const { bridge } = finder({ 'patients:search': () => refused('permission-denied') });
  await type('jane');
  expect(screen.getByRole('status').textContent).not.toContain('automatically');
  await vi.advanceTimersByTimeAsync(120_000);
  expect(bridge.asked).toHaveLength(1);
});

it('searches again at once when the connection returns', async () => {
  let answer: Result<FoundPatientView[]> = refused('network-unreachable');
  const { core } = finder({ 'patients:search': () => answer });
  core.isLinked = true;
  core.status = statusOf({ connection: 'offline' });
  await type('jane');
  answer = ok(found(jane));
  core.status = statusOf({ connection: 'online' });
  await vi.advanceTimersByTimeAsync(0);
  await answered();
  expect(options()).toHaveLength(1);
});

it('searches again by keyboard: by the button, which returns to the box, and by Enter', async () => {
  let answer: Result<FoundPatientView[]> = refused('permission-denied');
  const { bridge } = finder({ 'patients:search': () => answer, 'patients:cases': () => ok([]) });
  await type('jane');
  const again = screen.getByRole('button', { name: 'Try again' });
  again.focus();
  // A browser turns Enter on a button into a click.
  await fireEvent.click(again);
  expect(document.activeElement).toBe(box());
  await answered();
  expect(bridge.asked).toHaveLength(2);
  answer = ok(found(jane));
  await enter();
  await answered();
  expect(screen.getByRole('region', { name: 'Selected patient' }).textContent).toContain('Jane Citizen');
});

it('shows unavailable patients after the others, with the reason, and opens them by no key, click or drop', async () => {
  const archie: FoundPatientView = {
    ...wei,
    id: patientIdSchema.parse('1968645883121643399'),
    name: 'Archie Archived',
    oldReference: null,
    unavailable: 'archived',
  };
  const { drops, bridge } = finder(
    { 'patients:search': () => ok([...found(jane), archie]), 'patients:cases': () => ok([]) },
    { takesDrops: true },
  );
  await type('ar');
  expect(screen.getByRole('status').textContent).toContain('1 patient');
  const [, shown] = screen.getAllByRole('option');
  if (shown === undefined) throw new Error('Archie is not shown');
  expect(shown.textContent).toMatch(/Archie Archived.*archived in Cliniko/s);
  expect(shown.getAttribute('aria-disabled')).toBe('true');
  await fireEvent.keyDown(box(), { key: 'ArrowDown' });
  expect(screen.getByRole('option', { selected: true }).textContent).toContain('Jane Citizen');
  await fireEvent.click(shown);
  expect(screen.queryByRole('region', { name: 'Selected patient' })).toBeNull();
  drops.dragged = { kind: 'files' };
  await vi.advanceTimersByTimeAsync(0);
  const [open] = screen.getAllByRole('option');
  expect(open?.hasAttribute('data-takes-drop')).toBe(true);
  expect(shown.hasAttribute('data-takes-drop')).toBe(false);
  drops.dragged = null;
  await enter();
  await answered();
  expect(screen.getByRole('region', { name: 'Selected patient' }).textContent).toContain('Jane Citizen');
  expect(bridge.asked.filter(({ name }) => name === 'patients:cases')).toHaveLength(1);
});

it('says that only unavailable patients match, and Enter opens none of them', async () => {
  const merged: FoundPatientView = { ...jane, oldReference: null, unavailable: 'merged' };
  finder({ 'patients:search': () => ok([merged]) });
  await type('jane');
  expect(screen.getByRole('status').textContent).toContain(
    'Only archived, deleted or merged patients match, and they cannot be selected.',
  );
  expect(options()[0]).toContain('merged into another patient');
  await enter();
  await answered();
  expect(screen.queryByRole('region', { name: 'Selected patient' })).toBeNull();
});
