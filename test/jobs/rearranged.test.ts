import { describe, expect, it } from 'vitest';
import type { Destination } from '../../preload/contract/destination.ts';
import { attachmentIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { type JobIn, scansOf, type UploadJob } from '../../main/jobs/job.ts';
import { newJobId } from '../../main/jobs/job-id.ts';
import { transition } from '../../main/jobs/transitions.ts';
import { errorOf } from '../fixtures/error-of.ts';
import { rowOf } from '../fixtures/job-rows.ts';

const jane: Destination = {
  kind: 'patient',
  patient: { id: patientIdSchema.parse('7'), name: 'Jane Citizen', dateOfBirth: '1980-02-03' },
};
const [one, other, part] = [newJobId(1), newJobId(2), newJobId(3)];
const row = await rowOf('/scans/letter.pdf');
const scan: JobIn<'inbox'> = {
  ...row,
  ...{ state: 'inbox', reason: 'nobody-armed', candidates: [], duplicateOf: null },
};
const made: JobIn<'inbox'> = {
  ...scan,
  madeOf: [
    { jobId: one, page: 2, turn: 0 },
    { jobId: other, page: 1, turn: 90 },
    { jobId: one, page: 1, turn: 0 },
  ],
};
const error = new ChartdropError('service-error').toDto();
const inChart = { at: 'processing', attachmentId: attachmentIdSchema.parse('9') } as const;
const failed = (failedStep: JobIn<'failed'>['failedStep']): JobIn<'failed'> => ({
  ...row,
  ...{ state: 'failed', destination: jane, error, failedStep, failedAt: 60 },
});
const refused = (job: UploadJob, event: Parameters<typeof transition>[1]): void =>
  expect(errorOf(() => transition(job, event)).code).toBe('transition-refused');

describe('a scan whose pages a person rearranged', () => {
  it('is divided unless it replaces one in a chart, may be in a chart, or was not read', () => {
    const divided = { kind: 'divided', parts: [part] } as const;
    expect(transition(scan, divided)).toMatchObject({ state: 'split', parts: [part] });
    refused({ ...scan, replaces: { jobId: other, attachmentId: inChart.attachmentId } }, divided);
    refused({ ...scan, file: { ...scan.file, sha256: null } }, divided);
    refused(failed(inChart), divided);
    expect(transition(failed({ at: 'uploading' }), divided)).toMatchObject({
      byHand: { candidates: [jane] },
    });
  });

  it('gets its pages back only if a person divided it', () => {
    const stack: JobIn<'split'> = { ...row, state: 'split', parts: [part] };
    refused(stack, { kind: 'put-back' });
    const byHand = { candidates: [jane] };
    expect(transition({ ...stack, byHand }, { kind: 'put-back' })).toMatchObject({
      ...{ state: 'inbox', reason: 'taken-back', candidates: [jane] },
    });
  });
});

describe('a document that a person put together', () => {
  it('has pages of its scans, each named once', () => {
    expect(scansOf(made)).toEqual([one, other]);
    expect(scansOf(scan)).toBeNull();
  });

  it('is unmade while it is certainly in no chart', () => {
    const unmade = { kind: 'unmade', now: 100 } as const;
    expect(transition(made, unmade)).toMatchObject({
      state: 'parted',
      parts: [one, other],
      disposal: 'done',
    });
    const { madeOf } = made;
    refused(scan, unmade);
    refused({ ...failed(inChart), madeOf: madeOf ?? [] }, unmade);
    const dismissed: JobIn<'dismissed'> = {
      ...{ ...row, ...(madeOf && { madeOf }) },
      ...{ state: 'dismissed', dismissedAt: 70, cause: 'person', failure: null },
    };
    expect(transition(dismissed, unmade)).toMatchObject({ state: 'parted' });
    refused({ ...dismissed, cause: 'taken-over' }, unmade);
    const failure = { destination: jane, error, failedStep: inChart, failedAt: 60 };
    refused({ ...dismissed, failure }, unmade);
  });
});
