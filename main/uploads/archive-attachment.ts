import type { AttachmentId } from '../../preload/contract/ids.ts';
import type { ClinicClient } from '../clinic/client.ts';
import type { CallOptions } from '../clinic/http.ts';
import type { History } from '../history/history.ts';
import type { Clock } from '../ports.ts';
import type { JobWriter } from './job-writer.ts';

/**
 * Archives an attachment, which the API cannot undo, and writes it down: with the job that filed it, if Chartdrop did.
 * Throws what the API says; `record-not-found` where it never was.
 */
export async function archiveAttachment(
  deps: { client: ClinicClient; history: History; clock: Clock; writer: JobWriter },
  id: AttachmentId,
  options: CallOptions,
): Promise<void> {
  const { client, history, clock, writer } = deps;
  const record = await client.attachment(id, options);
  if (record.archived_at === null) await client.archiveAttachment(id, options);
  const job = history.jobs.servedBy(id);
  if (job?.state === 'filed') {
    writer.apply(job.id, { kind: 'archived', now: clock.now() });
  } else {
    history.record({ kind: 'attachment-archived', attachmentId: id, patientId: record.patient });
  }
}
