import type { AttachmentId, PatientId } from '../../preload/contract/ids.ts';
import type { ClinicClient } from '../clinic/client.ts';
import type { CallOptions } from '../clinic/http.ts';
import { patientsById } from '../clinic/people/patients-by-id.ts';
import { ChartdropError } from '../base/errors.ts';
import type { History } from '../jobs/history.ts';
import type { Clock } from '../base/ports.ts';
import { type JobWriter, patientDetail } from '../jobs/job-writer.ts';

/** An attachment as the person saw it; the patient is null if the clinic did not return it. */
export interface ShownAttachment {
  readonly id: AttachmentId;
  readonly patientId: PatientId | null;
}

interface Deps {
  readonly client: ClinicClient;
  readonly history: History;
  readonly clock: Clock;
  readonly writer: JobWriter;
}

/**
 * Archives an attachment, which the API cannot undo, and records its file and patient, with the job that filed it if
 * there is one. Throws the API's errors; `record-not-found` if it does not exist, and `attachment-other-patient` if it
 * is in another chart than the person saw.
 */
export async function archiveAttachment(
  deps: Deps,
  shown: ShownAttachment,
  options: CallOptions,
): Promise<void> {
  const { client, history, clock, writer } = deps;
  const record = await client.attachment(shown.id, options);
  const isOthers = record.patient !== null && record.patient !== shown.patientId;
  if (shown.patientId !== null && isOthers) throw new ChartdropError('attachment-other-patient');
  const patientId = record.patient ?? shown.patientId;
  const job = history.jobs.servedBy(shown.id);
  // Read before archiving, so that a failure here cannot leave the act without its entry.
  const patient = job?.state === 'filed' ? {} : await whose(deps, patientId, options);
  if (record.archived_at === null) await client.archiveAttachment(shown.id, options);
  if (job?.state === 'filed') {
    writer.apply(job.id, { kind: 'archived', now: clock.now() });
    return;
  }
  history.record({
    kind: 'attachment-archived',
    attachmentId: shown.id,
    ...(patientId === null ? {} : { patientId }),
    detail: { ...(record.filename === null ? {} : { file: record.filename }), ...patient },
  });
}

/** Name and date of birth; empty if the key may not read patients or the clinic names none. */
async function whose(
  { client }: Deps,
  id: PatientId | null,
  options: CallOptions,
): Promise<Record<string, string>> {
  if (id === null) return {};
  try {
    const patient = (await patientsById(client, [id], options)).get(id);
    return patient === undefined ? {} : patientDetail(patient);
  } catch (thrown) {
    if (thrown instanceof ChartdropError && thrown.code === 'permission-denied') return {};
    throw thrown;
  }
}
