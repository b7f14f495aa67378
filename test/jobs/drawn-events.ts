import fc from 'fast-check';
import { ChartdropError } from '../../main/base/errors.ts';
import type { JobEvent, JobEventKind } from '../../main/jobs/job-event.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { canHappen } from '../../main/jobs/transitions.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import { attachmentIdSchema, jobIdSchema } from '../../preload/contract/ids.ts';
import { caseOf, patient } from '../scans/people.ts';

export const jane = patient('1968645883121642782', 'Jane Citizen', '1980-02-03');
const li = patient('1968645883121642783', 'Li Wei', '1975-09-09');
export const knee = caseOf(jane, '7', 'Knee');
const places: readonly Destination[] = [jane, knee, caseOf(jane, '8', 'Hip'), li];
const refusal = new ChartdropError('record-refused').toDto();
const trouble = new ChartdropError('network-timeout').toDto();
const other = jobIdSchema.parse('00000000-0000-4000-8000-000000000000');

const line = { page: 1, text: 'RE: someone', box: { left: 0.1, top: 0.1, width: 0.3, height: 0.01 } };

/** The random parts of an event; its kind gives the rest. */
export interface Drawn {
  readonly at: number;
  readonly place: Destination;
  readonly flag: boolean;
  readonly number: number;
}

export const eventsOf: { [K in JobEventKind]: (drawn: Drawn) => Extract<JobEvent, { kind: K }> } = {
  assigned: ({ place, at, flag, number }) => ({
    kind: 'assigned',
    destination: place,
    until: at,
    duplicateAccepted: flag,
    pageAccepted: flag,
    byPage: number % 2 === 0,
  }),
  'page-read': ({ place, at, flag, number }) => ({
    kind: 'page-read',
    now: at,
    reading: flag
      ? {
          kind: 'read',
          people: [{ line, fits: [place.patient], isSure: true }],
          otherBirthDates: [],
          numbered: [],
          isWhole: number % 5 > 0,
        }
      : { kind: 'unreadable' },
  }),
  divided: () => ({ kind: 'divided', parts: [other] }),
  'put-back': () => ({ kind: 'put-back' }),
  unmade: ({ at }) => ({ kind: 'unmade', now: at }),
  'hold-ended': ({ at }) => ({ kind: 'hold-ended', now: at }),
  'taken-back': () => ({ kind: 'taken-back' }),
  returned: ({ place, flag }) => ({
    kind: 'returned',
    reason: flag ? 'duplicate-same-patient' : 'file-changed',
    candidates: [place],
    duplicateOf: flag ? other : null,
    ...(flag ? { sha256: 'd'.repeat(64) } : {}),
  }),
  'upload-started': ({ at }) => ({ kind: 'upload-started', now: at }),
  'upload-delayed': ({ at, flag }) => ({
    kind: 'upload-delayed',
    notBefore: at,
    error: flag ? trouble : null,
  }),
  stored: ({ at, number }) => ({
    kind: 'stored',
    uploadUrl: `https://b.example/tmp/${number}`,
    sha256: 'c'.repeat(64),
    now: at,
  }),
  'registration-sent': ({ at }) => ({ kind: 'registration-sent', sentAt: at }),
  'registration-delayed': ({ at }) => ({ kind: 'registration-delayed', notBefore: at, error: trouble }),
  'outcome-unknown': ({ at, flag }) => ({
    kind: 'outcome-unknown',
    notBefore: at,
    error: flag ? refusal : null,
  }),
  resumed: ({ at }) => ({ kind: 'resumed', now: at }),
  'upload-lost': ({ at }) => ({ kind: 'upload-lost', now: at }),
  registered: ({ at, number }) => ({
    kind: 'registered',
    attachmentId: attachmentIdSchema.parse(`19686458831217${10_000 + number}`),
    now: at,
  }),
  'processing-slow': ({ at }) => ({ kind: 'processing-slow', now: at }),
  completed: ({ at }) => ({ kind: 'completed', now: at }),
  linked: ({ at }) => ({ kind: 'linked', now: at, lookAgainAt: at + 60_000 }),
  'link-delayed': ({ at, flag }) => ({
    kind: 'link-delayed',
    notBefore: at,
    error: flag ? trouble : null,
  }),
  'link-accepted': ({ at }) => ({ kind: 'link-accepted', now: at }),
  'link-checked': () => ({ kind: 'link-checked', lookAgainAt: null }),
  'link-lost': ({ at }) => ({ kind: 'link-lost', now: at }),
  failed: ({ at }) => ({ kind: 'failed', error: refusal, now: at }),
  retried: ({ at }) => ({ kind: 'retried', now: at }),
  dismissed: ({ at }) => ({ kind: 'dismissed', now: at }),
  replaced: ({ at }) => ({ kind: 'replaced', now: at }),
  'taken-over': ({ at }) => ({ kind: 'taken-over', now: at }),
  restored: () => ({ kind: 'restored' }),
  disposed: ({ flag }) => ({ kind: 'disposed', disposal: flag ? 'done' : 'left', movedTo: null }),
  refiled: () => ({ kind: 'refiled', by: other }),
  'refile-undone': () => ({ kind: 'refile-undone' }),
  archived: ({ at }) => ({ kind: 'archived', now: at }),
  'parts-ended': ({ at, flag }) => ({ kind: 'parts-ended', areFiled: flag, now: at }),
};
export const kinds = Object.keys(eventsOf) as JobEventKind[];

export const drawnEvent = fc.record({
  /** Which of the possible events; sometimes an impossible one. */
  pick: fc.noBias(fc.nat(1_000_000)),
  any: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  at: fc.integer({ min: 1, max: 2_000_000_000_000 }),
  place: fc.constantFrom(...places),
  flag: fc.boolean(),
  number: fc.nat(9999),
});
type DrawnEvent = typeof drawnEvent extends fc.Arbitrary<infer T> ? T : never;

/** Events that lead onward are more frequent, so that lives are long enough for every state. */
const onward: readonly JobEventKind[] = [
  'assigned',
  'hold-ended',
  'upload-started',
  'stored',
  'registration-sent',
  'outcome-unknown',
  'registered',
  'completed',
  'linked',
  'retried',
  'restored',
];

export function eventFor(job: UploadJob, drawn: DrawnEvent): JobEvent {
  const able = drawn.any
    ? kinds
    : kinds
        .filter((kind) => canHappen(job.state, kind))
        .flatMap((kind) => Array<JobEventKind>(onward.includes(kind) ? 6 : 1).fill(kind));
  return eventsOf[able[drawn.pick % able.length] ?? 'archived'](drawn);
}
