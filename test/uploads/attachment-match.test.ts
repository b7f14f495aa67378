import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttachmentRecord } from '../../main/clinic/schemas.ts';
import { clockSlackMs, lookForOwn, verifyAttachment } from '../../main/uploads/register/attachment-match.ts';
import { findDuplicate } from '../../main/uploads/intake/duplicates.ts';
import {
  attachmentIdSchema,
  caseIdSchema,
  patientIdSchema,
  userIdSchema,
} from '../../preload/contract/ids.ts';
import { jobStates } from '../../preload/contract/job.ts';
import type { JobIn, UploadJob } from '../../main/jobs/job.ts';
import { filedRow, rowOf, somebody } from '../fixtures/job-rows.ts';

const otherPatient = patientIdSchema.parse('1968645883121643999');
const [user, otherUser] = [userIdSchema.parse('7'), userIdSchema.parse('8')];
const knee = {
  kind: 'case' as const,
  patient: somebody.patient,
  case: { id: caseIdSchema.parse('7'), name: 'Knee 2026' },
};
const sentAt = 1_000_000;
const row = await rowOf('/scans/letter.pdf');
const job: JobIn<'registering'> = {
  ...row,
  state: 'registering',
  destination: somebody,
  uploadUrl: 'https://storage.example/tmp/letter.pdf',
  sentAt,
  mustVerify: true,
  notBefore: 0,
  waiting: null,
  tries: 0,
};

/** The attachment of that job's create call, once processed. */
const own: AttachmentRecord = {
  id: attachmentIdSchema.parse('1968645883121718999'),
  created_at: sentAt,
  updated_at: sentAt,
  archived_at: null,
  pinned_at: null,
  processed_at: sentAt,
  processing_completed: true,
  content_type: 'application/pdf',
  description: null,
  filename: 'letter.pdf',
  size: 12,
  content: 'https://api.example/content',
  patient: somebody.patient.id,
  user,
};
const young = { ...own, processing_completed: false, filename: null, size: null };
const look = (records: AttachmentRecord[], ours: Partial<Parameters<typeof lookForOwn>[2]> = {}) =>
  lookForOwn(job, records, { user, isServed: () => false, now: sentAt, ...ours });

describe('the search for the attachment of a lost create call', () => {
  const nothing = { candidates: [], isUndecided: false };
  const found = (...candidates: AttachmentRecord[]) => ({ candidates, isUndecided: false });

  it('finds the attachment of our size, whatever its name and description', () => {
    expect(look([own])).toEqual(found(own));
    for (const change of [
      { description: 'X-ray' },
      { filename: 'letter___1_.pdf' },
      { filename: null },
      { size: null },
      { user: null },
      { processing_completed: null },
    ]) {
      expect(look([{ ...own, ...change }])).toEqual(found({ ...own, ...change }));
    }
    const unknown = { ...own, user: otherUser };
    expect(look([unknown], { user: null })).toEqual(found(unknown));
    // Whole seconds, and different clocks.
    const earlier = { ...own, created_at: sentAt - clockSlackMs };
    expect(look([earlier])).toEqual(found(earlier));
  });

  it('waits for one that the service is still processing', () => {
    expect(look([young])).toEqual({ candidates: [], isUndecided: true });
  });

  it('is not decided by a candidate while another is recent, since its bytes may be another job’s', () => {
    expect(look([young, own])).toEqual({ candidates: [own], isUndecided: true });
  });

  it('waits for an older one first, which an equal job would not find; but not without limit', () => {
    const younger = { ...own, created_at: sentAt + 4_000 };
    expect(look([young, younger])).toEqual({ candidates: [], isUndecided: true });
    expect(look([young, younger, own])).toEqual({ candidates: [own], isUndecided: true });
    const later = look([young, younger], { now: sentAt + 120_000 });
    expect(later).toEqual({ candidates: [younger], isUndecided: true });
  });

  it.each<[string, Partial<AttachmentRecord>]>([
    ['older than the call', { created_at: sentAt - clockSlackMs - 1 }],
    ['another user’s', { user: otherUser }],
    ['of another size', { size: 13 }],
  ])('ignores one that is %s', (_name, change) => {
    expect(look([{ ...own, ...change }])).toEqual(nothing);
  });

  it('ignores an attachment of another job, processed or not', () => {
    expect(look([own, young], { isServed: () => true })).toEqual(nothing);
  });

  it('never takes one that it should ignore, whatever else exists', () => {
    const records = fc.array(
      fc.record({
        created_at: fc.integer({ min: sentAt - 10_000, max: sentAt + 10_000 }),
        user: fc.constantFrom(user, otherUser, null),
        size: fc.constantFrom(12, 13, null),
        filename: fc.constantFrom('letter.pdf', 'other.pdf', null),
        processing_completed: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(records, (changes) => {
        const seen = look(changes.map((change) => ({ ...own, ...change })));
        for (const record of seen.candidates) {
          expect(record.processing_completed).toBe(true);
          expect(record.size ?? 12).toBe(12);
          expect(record.created_at).toBeGreaterThanOrEqual(sentAt - clockSlackMs);
          expect(record.user).not.toBe(otherUser);
        }
      }),
    );
  });
});

describe('the verification of an attachment (case 12)', () => {
  const processing: JobIn<'processing'> = {
    ...row,
    state: 'processing',
    destination: somebody,
    attachmentId: own.id,
    since: sentAt,
    slowSince: null,
  };

  it('waits for the service, and then compares patient and size', () => {
    expect(verifyAttachment(processing, young)).toBe('processing');
    expect(verifyAttachment(processing, own)).toBe('filed');
    expect(verifyAttachment(processing, { ...own, size: 13 })).toBe('attachment-other-size');
    expect(verifyAttachment(processing, { ...own, size: null })).toBe('unproven');
    expect(verifyAttachment(processing, { ...own, patient: null })).toBe('unproven');
    // Immediately, since further processing does not change it.
    expect(verifyAttachment(processing, { ...young, patient: otherPatient })).toBe(
      'attachment-other-patient',
    );
  });
});

describe('the same content again (case 14)', () => {
  it('counts filed and active jobs, not those in the inbox, failed or archived', async () => {
    const filed = await filedRow('/scans/other.pdf', sentAt);
    const pending = { notBefore: 0, waiting: null, tries: 0 };
    const base = { ...row, id: filed.id, destination: somebody };
    const error = { code: 'record-refused', advice: 'ask', detail: null, retryAt: null } as const;
    const others: { [S in UploadJob['state']]: Extract<UploadJob, { state: S }> } = {
      inbox: {
        ...row,
        id: filed.id,
        state: 'inbox',
        reason: 'nobody-armed',
        candidates: [],
        duplicateOf: null,
      },
      held: { ...base, state: 'held', until: 1 },
      queued: { ...base, state: 'queued', ...pending },
      uploading: { ...base, state: 'uploading', startedAt: 1, waiting: null, tries: 0 },
      stored: { ...base, state: 'stored', uploadUrl: 'https://storage.example/tmp/a.pdf', ...pending },
      registering: { ...job, id: filed.id },
      processing: { ...base, state: 'processing', attachmentId: own.id, since: 1, slowSince: null },
      linking: {
        ...base,
        destination: knee,
        state: 'linking',
        attachmentId: own.id,
        since: 1,
        before: null,
        ...pending,
      },
      filed,
      failed: { ...base, state: 'failed', error, failedStep: { at: 'uploading' }, failedAt: 1 },
      dismissed: { ...row, id: filed.id, state: 'dismissed', dismissedAt: 1, cause: 'person', failure: null },
      split: { ...row, id: filed.id, state: 'split', parts: [] },
      parted: {
        ...row,
        id: filed.id,
        state: 'parted',
        parts: [],
        partedAt: 1,
        disposal: 'done',
        movedTo: null,
      },
    };
    const uncounted = ['inbox', 'failed', 'dismissed', 'split', 'parted'];
    for (const state of jobStates) {
      const found = findDuplicate(job, somebody.patient.id, [others[state]]);
      expect(found?.reason).toBe(uncounted.includes(state) ? undefined : 'duplicate-same-patient');
      expect(findDuplicate({ id: filed.id }, somebody.patient.id, [others[state]])).toBeNull();
    }
    expect(findDuplicate(job, somebody.patient.id, [{ ...filed, archivedAt: 1 }])).toBeNull();
    // If the service may have a record of it, it may be in the chart.
    const failedStep = { at: 'registering', uploadUrl: job.uploadUrl, sentAt: 1 } as const;
    const failure = { destination: somebody, error, failedStep, failedAt: 1 };
    for (const doubtful of [
      { ...others.failed, failedStep },
      { ...others.dismissed, failure },
    ]) {
      expect(findDuplicate(job, somebody.patient.id, [doubtful])).toMatchObject({
        reason: 'duplicate-same-patient',
        of: doubtful,
      });
      expect(findDuplicate(job, otherPatient, [doubtful])?.reason).toBe('duplicate-other-patient');
    }
    expect(findDuplicate(job, otherPatient, [others.filed])?.reason).toBe('duplicate-other-patient');
  });
});
