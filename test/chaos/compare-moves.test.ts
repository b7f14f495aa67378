import { expect, it } from 'vitest';
import type { PendingArchive } from '../../main/database/archive-store.ts';
import type { JobIn } from '../../main/jobs/job.ts';
import type { DemoAttachment } from '../../main/demo-clinic/records/book.ts';
import { attachmentIdSchema, jobIdSchema } from '../../preload/contract/ids.ts';
import { sampleJobs } from '../jobs/sample-jobs.ts';
import { mayStay, moveGaps } from './compare-moves.ts';

const newId = attachmentIdSchema.parse('1968645883121640003');

/** A letter that was moved to another patient, with the archive of the first attachment. */
function moved(change: { wrong?: Partial<JobIn<'filed'>>; isArchived?: boolean } = {}) {
  const right: JobIn<'filed'> = {
    ...sampleJobs().filed,
    ...{ id: jobIdSchema.parse(crypto.randomUUID()), attachmentId: newId },
    ...{ replacedBy: null, archivedAt: null },
  };
  const wrong: JobIn<'filed'> = {
    ...sampleJobs().filed,
    ...{ replaces: null, replacedBy: right.id, archivedAt: 5 },
    ...change.wrong,
  };
  const attachment: DemoAttachment = {
    ...{ id: wrong.attachmentId, patientId: wrong.destination.patient.id, userId: '1', description: null },
    ...{ createdAt: '2026-11-25T00:00:00Z', processed: true, filename: wrong.file.name, size: 1 },
    archivedAt: (change.isArchived ?? true) ? '2026-11-25T01:00:00Z' : null,
    sha256: wrong.file.sha256,
  };
  const clinic = [attachment, { ...attachment, id: newId, archivedAt: null }];
  const archive = (standing: PendingArchive['standing']): PendingArchive => ({
    ...{ attachmentId: wrong.attachmentId, patientId: null, jobId: wrong.id, askedAt: 1, standing },
    ...{ file: null, patient: null, error: null },
  });
  return { right, wrong, clinic, archive };
}

it('finds nothing in a letter that was moved, or that a person left where it was', () => {
  const { right, wrong, clinic } = moved();
  expect(moveGaps({ jobs: [right, wrong], clinic, archives: [] })).toEqual([]);
  const stays = moved({ wrong: { archivedAt: null }, isArchived: false });
  expect(
    moveGaps({ jobs: [stays.right, stays.wrong], clinic: stays.clinic, archives: [stays.archive('left')] }),
  ).toEqual([]);
});

it('finds a letter in both charts, in none, and an archive that never ended', () => {
  const both = moved({ wrong: { archivedAt: null }, isArchived: false });
  const jobs = [both.right, both.wrong];
  expect(moveGaps({ jobs, clinic: both.clinic, archives: [] })).toHaveLength(1);
  expect(moveGaps({ jobs, clinic: both.clinic, archives: [both.archive('refused')] })).toHaveLength(2);
  const none = moved({ wrong: { replacedBy: null } });
  expect(moveGaps({ jobs: [none.wrong], clinic: none.clinic, archives: [] })).toHaveLength(1);
});

it('allows a second attachment while the move is under way, or once a person left it', () => {
  const { right, wrong, archive } = moved();
  const id = wrong.attachmentId;
  expect(mayStay({ jobs: [right, wrong], archives: [] }, id)).toBe(false);
  expect(mayStay({ jobs: [right, wrong], archives: [archive('left')] }, id)).toBe(true);
  const going = { ...sampleJobs().processing, id: right.id };
  expect(mayStay({ jobs: [going, wrong], archives: [] }, id)).toBe(true);
  expect(mayStay({ jobs: [going, { ...wrong, replacedBy: null }], archives: [] }, id)).toBe(false);
});

it('finds a job that says otherwise than the clinic', () => {
  const { right, wrong, clinic } = moved({ wrong: { archivedAt: null } });
  expect(moveGaps({ jobs: [right, wrong], clinic, archives: [] })).toHaveLength(1);
});
