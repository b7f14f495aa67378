import type { PatientRef } from '../../preload/contract/destination.ts';
import { ChartdropError } from '../base/errors.ts';
import type { ClinicClient } from '../clinic/client.ts';
import type { CallOptions } from '../clinic/http.ts';
import { patientsById } from '../clinic/people/patients-by-id.ts';
import { type AttachmentRecord, isProcessed } from '../clinic/schemas.ts';
import { newJobId } from '../jobs/job-id.ts';
import type { JobFile } from '../files/job-file.ts';
import type { JobIn } from '../jobs/job.ts';
import { patientAsShown, type ShownAttachment } from './shown-attachment.ts';

/** An attachment that can be moved, and the patient in whose chart it is. */
export interface Movable {
  readonly record: AttachmentRecord;
  readonly patient: PatientRef;
}

/**
 * Looks an attachment up before it is moved. Throws `attachment-other-patient` if it is in another chart than the
 * person saw, `record-not-found` if it is archived or has no bytes yet, and the call's errors.
 */
export async function findMovable(
  client: ClinicClient,
  shown: ShownAttachment,
  options: CallOptions,
): Promise<Movable> {
  const record = await client.attachment(shown.id, options);
  const id = patientAsShown(record, shown);
  if (id === null) throw new ChartdropError('attachment-other-patient');
  if (record.archived_at !== null || !isProcessed(record)) throw new ChartdropError('record-not-found');
  const patient = (await patientsById(client, [id], options)).get(id);
  return { record, patient: patient ?? { id, name: null, dateOfBirth: null } };
}

/**
 * An attachment that someone else filed, as the filed job that a move begins with. The job has no file on this PC, so
 * its path is empty. `file`: the attachment's bytes.
 */
export const adopted = (
  { record, patient }: Movable,
  { file, now, rank }: { file: JobFile; now: number; rank: number },
): JobIn<'filed'> => ({
  id: newJobId(now),
  source: 'chart',
  folderId: null,
  file: { ...file, path: '' },
  description: record.description,
  naming: null,
  appearedAt: record.created_at,
  rank,
  paused: false,
  afterFiling: 'stay',
  sentAs: null,
  duplicateAccepted: true,
  replaces: null,
  state: 'filed',
  destination: { kind: 'patient', patient },
  attachmentId: record.id,
  inCase: null,
  lookAgainAt: null,
  filedAt: record.created_at,
  disposal: 'done',
  movedTo: null,
  replacedBy: null,
  archivedAt: null,
});
