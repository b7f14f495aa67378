import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { PatientRef } from '../../preload/contract/destination.ts';
import { attachmentIdSchema, caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import type { AttachmentView, FoundPatientView, PatientCaseView } from '../../preload/contract/views.ts';
import { Asked } from '../../renderer/state/asked.svelte.ts';
import { AttachmentList } from '../../renderer/state/attachment-list.svelte.ts';
import { Core } from '../../renderer/state/core.svelte.ts';
import type { AttachmentScope } from '../../renderer/state/navigation.svelte.ts';
import { PatientChoice } from '../../renderer/state/patient-choice.svelte.ts';
import { ok, refused } from '../fakes/fake-bridge.ts';
import { attachmentRow } from '../fixtures/views.ts';
import { delayedBridge } from './delayed.ts';

// Random acts of a person in the window with a slow clinic: each act must apply to a row on the screen that answers the
// question in the box.

/** Number of checked acts, since a property without acts proves nothing. */
let acts = 0;

/** Removes the guard: the newest answer counts as current, whatever the question in the box. */
class Unguarded<Q, A> extends Asked<Q, A> {
  override get isInert(): boolean {
    return this.shown === null;
  }
  override get current(): A | null {
    return this.shown?.value ?? null;
  }
}

const names = ['Li Wei', 'Li Olivia', 'Lin Ada', 'Weiss Ann', 'Wei Bo'];
const people: FoundPatientView[] = names.map((name, at) => ({
  id: patientIdSchema.parse(String(1968645883121643000n + BigInt(at))),
  name,
  dateOfBirth: '1980-02-03',
  oldReference: null,
  unavailable: null,
}));
const fits = (name: string, query: string): boolean =>
  query
    .toLowerCase()
    .split(/\W+/)
    .every((word) => name.toLowerCase().includes(word));
const casesOf = (patientId: string): PatientCaseView[] => [
  { id: caseIdSchema.parse(`${patientId.slice(-4)}1`), name: 'Knee', closed: false, expired: false },
];

/** Sometimes the clinic does not answer. */
const flaky = <T>(at: { n: number }, value: T) =>
  (at.n += 1) % 7 === 0 ? refused('network-timeout') : ok(value);

const wait = fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 20, 140, 300, 700, 1500) });
type FinderStep =
  | { do: 'type'; text: string }
  | { do: 'wait'; ms: number }
  | { do: 'enter' | 'down' | 'up' | 'back' | 'hold' | 'release' | 'again' }
  | { do: 'click' | 'drop'; row: number }
  | { do: 'choose'; withCase: boolean };
const finderStep: fc.Arbitrary<FinderStep> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('type' as const),
      text: fc.constantFrom('li', 'lin', 'li, wei', 'wei', 'wei b', 'l', '', 'zz'),
    }),
  },
  { weight: 7, arbitrary: wait },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('enter' as const, 'down' as const, 'up' as const, 'back' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('click' as const, 'drop' as const), row: fc.nat(1) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('choose' as const), withCase: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('hold' as const, 'release' as const, 'again' as const) }),
  },
);

/** Plays a sequence in the finder. Throws at the first act on a patient who does not match the text in the box. */
async function playFinder(steps: readonly FinderStep[], seed: number, made: typeof Asked): Promise<void> {
  const asked = { n: 0 };
  const bridge = delayedBridge(
    {
      'patients:search': ({ query }) =>
        flaky(
          asked,
          people.filter(({ name }) => fits(name ?? '', query)),
        ),
      'patients:cases': ({ patientId }) => flaky(asked, casesOf(patientId)),
    },
    { seed },
  );
  const core = new Core(bridge);
  const search = new made((query: string) => core.bridge.call('patients:search', { query }), {
    pauseMs: 200,
  });
  const choice = new PatientChoice(core, search);
  let openedBefore: FoundPatientView | null = null;
  const check = (patient: PatientRef, act: string): void => {
    acts += 1;
    const query = choice.text.trim();
    if (query.length < 2 || !fits(patient.name ?? '', query))
      throw new Error(`${act} ${patient.name} for "${query}"`);
  };
  const checkOpened = (): void => {
    if (choice.opened !== null && choice.opened !== openedBefore) check(choice.opened, 'opened');
    openedBefore = choice.opened;
  };
  for (const step of steps) {
    if (step.do === 'type') choice.type(step.text);
    else if (step.do === 'wait') await vi.advanceTimersByTimeAsync(step.ms);
    else if (step.do === 'enter') void choice.enter();
    else if (step.do === 'down') choice.move(1);
    else if (step.do === 'up') choice.move(-1);
    else if (step.do === 'back') choice.back();
    else if (step.do === 'hold') search.hold();
    else if (step.do === 'release') search.release();
    else if (step.do === 'again') search.again({ keep: false });
    else if (step.do === 'choose') {
      const destination = choice.choose(step.withCase ? (choice.openedCases?.[0] ?? null) : null);
      if (destination !== null) check(destination.patient, 'chose');
      if (destination?.kind === 'case' && casesOf(destination.patient.id)[0]?.id !== destination.case.id)
        throw new Error('chose a case of somebody else');
    } else {
      const { row: at } = step as { row: number };
      const row = choice.rows[at];
      // A shown patient can be clicked at any time; drops are accepted only while the rows are not inert.
      if (row !== undefined && step.do === 'click') choice.open(row);
      else if (row !== undefined && !search.isInert) check(row, 'dropped on');
    }
    await vi.advanceTimersByTimeAsync(0);
    checkOpened();
  }
  await vi.advanceTimersByTimeAsync(2000);
  checkOpened();
  choice.stop();
}

const scopes: AttachmentScope[] = [
  { kind: 'recent' },
  ...people.slice(0, 3).map((patient) => ({ kind: 'patient' as const, patient })),
];
const filterChoices = [[], ['filename:~a'], ['filename:~b']];
type ListStep =
  | { do: 'scope' | 'filter'; at: number }
  | { do: 'sort' | 'more' | 'reload' | 'archived' | 'archive' }
  | { do: 'wait'; ms: number }
  | { do: 'toggle' | 'open'; row: number };
const listStep: fc.Arbitrary<ListStep> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('scope' as const), at: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('filter' as const), at: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('sort' as const, 'more' as const, 'reload' as const, 'archived' as const),
    }),
  },
  { weight: 7, arbitrary: wait },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('toggle' as const, 'open' as const), row: fc.nat(3) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('archive' as const) }) },
);

const attachmentsOf = (at: number): AttachmentView[] =>
  ['a1', 'b1', 'a2', 'b2'].map((name, n) =>
    attachmentRow({
      id: attachmentIdSchema.parse(String(2000 + at * 10 + n)),
      patientId: people[at]?.id ?? patientIdSchema.parse('1'),
      name,
    }),
  );
const everything = people.slice(0, 3).flatMap((_, at) => attachmentsOf(at));

/** The same for attachments: opened or archived rows must match the scope and filters above. */
async function playAttachments(steps: readonly ListStep[], seed: number, made: typeof Asked): Promise<void> {
  const asked = { n: 0 };
  const bridge = delayedBridge(
    {
      'attachments:list': ({ scope, filters, next }) => {
        const all = everything.filter(
          ({ patientId, name }) =>
            (scope.kind === 'recent' || patientId === scope.id) &&
            filters.every((filter) => name?.includes(filter.slice(-1))),
        );
        const from = Number(next ?? 0);
        const rows = all.slice(from, from + 3);
        return flaky(asked, {
          rows,
          total: all.length,
          next: from + 3 < all.length ? String(from + 3) : null,
        });
      },
    },
    { seed },
  );
  const list = new AttachmentList(new Core(bridge), made);
  const check = (row: AttachmentView, act: string): void => {
    acts += 1;
    const isOfScope = list.scope.kind === 'recent' || list.scope.patient.id === row.patientId;
    const isFiltered = list.filters.every((filter) => row.name?.includes(filter.slice(-1)));
    if (!isOfScope || !isFiltered || !list.rows.includes(row)) throw new Error(`${act} ${row.name ?? ''}`);
  };
  list.setScope({ kind: 'recent' });
  for (const step of steps) {
    if (step.do === 'scope') list.setScope(scopes[step.at] ?? { kind: 'recent' });
    else if (step.do === 'filter') list.setFilters(filterChoices[step.at] ?? []);
    else if (step.do === 'sort') list.sortBy('size');
    else if (step.do === 'archived') list.setArchived('with');
    else if (step.do === 'more') void list.more();
    else if (step.do === 'reload') list.reload();
    else if (step.do === 'wait') await vi.advanceTimersByTimeAsync(step.ms);
    else if (step.do === 'archive') for (const row of list.selected) check(row, 'archived');
    else {
      const { row: at } = step as { row: number };
      const row = list.rows[at];
      if (row !== undefined && step.do === 'toggle') list.toggle(row);
      else if (row !== undefined && list.isCurrent(row)) check(row, 'opened');
    }
    await vi.advanceTimersByTimeAsync(0);
  }
  await vi.advanceTimersByTimeAsync(2000);
}

beforeAll(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());

const seeds = fc.integer({ min: 1, max: 2 ** 30 });
const run = (
  what: 'finder' | 'attachments',
  made: typeof Asked,
  numRuns: number,
): Promise<Pick<fc.RunDetailsCommon<unknown>, 'failed' | 'numRuns' | 'counterexample' | 'errorInstance'>> =>
  what === 'finder'
    ? fc.check(
        fc.asyncProperty(
          fc.array(finderStep, { minLength: 10, maxLength: 40, size: 'max' }),
          seeds,
          (steps, seed) => playFinder(steps, seed, made),
        ),
        { numRuns, seed: 13, endOnFailure: true },
      )
    : fc.check(
        fc.asyncProperty(
          fc.array(listStep, { minLength: 10, maxLength: 40, size: 'max' }),
          seeds,
          (steps, seed) => playAttachments(steps, seed, made),
        ),
        { numRuns, seed: 13, endOnFailure: true },
      );

it.each(['finder', 'attachments'] as const)(
  'never acts on a record that was not on screen as the answer to the question in the box: %s',
  async (what) => {
    acts = 0;
    const { failed, numRuns, counterexample, errorInstance } = await run(what, Asked, 10_000);
    expect({ failed, numRuns, counterexample, why: errorInstance }).toMatchObject({
      failed: false,
      numRuns: 10_000,
    });
    expect(acts).toBeGreaterThan(5000);
  },
  120_000,
);

it.each(['finder', 'attachments'] as const)(
  'finds the wrong act within 100 sequences without the guard: %s',
  async (what) => {
    const { failed, numRuns } = await run(what, Unguarded, 100);
    expect({ failed, numRuns }).toMatchObject({ failed: true });
  },
);
