import { createRawSnippet } from 'svelte';
import { handleSchema } from '../../preload/contract/handle.ts';
import { caseIdSchema, patientIdSchema, practitionerIdSchema } from '../../preload/contract/ids.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import type { TodaysPatient } from '../../preload/contract/today.ts';
import type { FoundPatientView } from '../../preload/contract/views.ts';
import { PageView } from '../../renderer/state/page-view.svelte.ts';
import { type Answers, ok, refused } from '../fakes/fake-bridge.ts';
import { attachmentRow, jane, jobRow, statusOf, toJane, wei } from '../fixtures/views.ts';
import { nothing, type Scene, scene } from './scene.ts';

const noDrops = () => false;
const found = (patient: typeof jane, more: Partial<FoundPatientView> = {}): FoundPatientView => ({
  ...patient,
  ...{ oldReference: null, unavailable: null, ...more },
});
const alexandra = { ...jane, name: 'Alexandra Konstantina Papadopoulou-Weatherington' };
const olivia = { ...wei, id: patientIdSchema.parse('1968645883121643301'), name: 'Olivia Jovanović' };
const now = Date.now();
const appointment = (
  patient: FoundPatientView,
  minutes: number,
  more: Partial<TodaysPatient> = {},
): TodaysPatient => ({
  ...{ patient, startsAt: now + minutes * 60_000, timeZone: 'UTC', kind: 'individual', standing: 'expected' },
  ...more,
});
const appointments = [
  appointment(found(olivia), -60, { standing: 'absent' }),
  appointment(found(alexandra), 5, { standing: 'arrived' }),
  appointment(found(wei, { unavailable: 'archived' }), 30),
  appointment(found(jane), 120, { kind: 'group' }),
] as const;
const today: Answers = {
  'today:read': () =>
    ok({
      ...{ kind: 'list', rows: [...appointments], chosen: [], readAt: now, nextInMs: 600_000, failure: null },
      practitioners: [{ id: practitionerIdSchema.parse('21'), name: 'Dr Patricia Montgomery-Fitzgerald' }],
    }),
};

/** Who comes today, and who was found. */
const people: readonly Scene[] = [
  scene('TodaysPatients', 'a morning', {}, { answers: today, status: { showsToday: true }, height: 420 }),
  scene('TodaysOptions', 'one highlighted', {
    ...{ id: 'today', rows: appointments, highlighted: appointments[1], onOpen: nothing, takes: noDrops },
  }),
  ...(['absent', 'arrived', 'archived', 'a group'] as const).flatMap((state, at) => [
    scene('TodaysMark', state, { row: appointments[at] }),
    scene('TodaysMark', `${state}, narrow`, { row: appointments[at], isNarrow: true }),
  ]),
  scene('FoundPatients', 'one highlighted, one archived', {
    rows: [found(alexandra), found(wei, { unavailable: 'archived', oldReference: 'A-1201' })],
    ...{ id: 'found', highlighted: found(alexandra), isInert: false, onOpen: nothing, takes: noDrops },
  }),
  scene('SuggestedPatients', 'a patient and a case', {
    label: 'Recent',
    destinations: [
      toJane,
      {
        kind: 'case',
        patient: alexandra,
        case: {
          id: caseIdSchema.parse('1968645883121650001'),
          name: 'Knee 2026, after the second operation',
        },
      },
    ],
    ...{ isChoosing: false, takes: noDrops, onChoose: nothing },
  }),
  scene(
    'NewestAttachments',
    'two',
    { patient: jane },
    {
      answers: {
        'attachments:list': () =>
          ok({
            rows: [
              attachmentRow({ patient: jane }),
              attachmentRow({ patient: jane, filedBy: jobRow({}).id }),
            ],
            total: 2,
            next: null,
          }),
      },
    },
  ),
  scene(
    'NewestAttachments',
    'not loaded',
    { patient: jane },
    { answers: { 'attachments:list': () => refused('permission-denied') } },
  ),
  scene(
    'DeskLists',
    'files need a person',
    { shown: 'needs', onShow: nothing },
    { status: { counts: { ...statusOf({}).counts, inbox: 12, queued: 3, failed: 2 } } },
  ),
];

const drawing = createRawSnippet(() => ({
  render: () =>
    `<svg viewBox="0 0 210 297" width="100%" role="img" aria-label="A page"><path d="M20 30h170" /></svg>`,
}));
const reading = { kind: 'person', lastName: 'Smith', firstName: 'John', dateOfBirth: '1951-04-17' } as const;
const names = [
  { name: 'Smith_John_1951-04-17.pdf', reading },
  { name: 'discharge summary of the Royal Northern Rehabilitation Hospital.pdf', reading: null },
];
const suggested = ['/home/frankie/Scans', '/mnt/office/Scanner of the front desk'].map((path, at) => ({
  handle: handleSchema.parse(String(at).repeat(32)),
  path,
}));
const preferences = preferencesSchema.parse({});

/** The first run, and the settings. */
const settings: readonly Scene[] = [
  scene('SetupSteps', 'the first'),
  scene('SetupFolder', 'two suggested', {}, { answers: { 'folders:suggest': () => ok(suggested) } }),
  scene('SetupScan', 'no folder yet', {}, { status: { clinic: 'demo' } }),
  scene('Paper', 'a page', { name: 'letter.pdf', view: new PageView(), picture: drawing }, { height: 320 }),
  scene('TriedNames', 'one fits', { names, hasPattern: true, onUse: nothing }),
  scene(
    'PatternByExample',
    'an example',
    { pattern: '', place: { id: null, chosen: null } },
    { answers: { 'folders:tryPattern': () => ok({ example: reading, names }) } },
  ),
  ...[true, false].map((isOn) =>
    scene('SwitchSetting', isOn ? 'on' : 'off', {
      ...{
        label: 'Show today’s patients',
        help: 'Only while no patient is selected.',
        isOn,
        onChange: nothing,
      },
    }),
  ),
  scene('PageSettings', 'as installed', { current: preferences, onChange: nothing }),
  scene(
    'SheetSettings',
    'with a key',
    {},
    { answers: { 'sheets:readKey': () => ok({ hasKey: true }) }, status: { clinic: 'demo' } },
  ),
  scene('OwnSettings', 'as installed', { current: preferences, onChange: nothing }),
  scene('SettingsTransfer', 'open', { onImported: nothing }),
  scene('HelpSettings', 'on the desktop'),
];

export const desk: readonly Scene[] = [...people, ...settings];
