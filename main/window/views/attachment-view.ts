import type { PatientRef } from '../../../preload/contract/destination.ts';
import type { PatientId } from '../../../preload/contract/ids.ts';
import type { AttachmentView } from '../../../preload/contract/views.ts';
import { type AttachmentRecord, isProcessed } from '../../clinic/schemas.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { UploadJob } from '../../jobs/job.ts';
import { previewKind } from './job-view.ts';

/** An attachment in the form for the window, marked if Chartdrop filed it. */
export function attachmentView(
  record: AttachmentRecord,
  given: { jobs: JobStore; patients: ReadonlyMap<PatientId, PatientRef> },
): AttachmentView {
  return {
    id: record.id,
    patientId: record.patient,
    patient: record.patient === null ? null : (given.patients.get(record.patient) ?? null),
    name: record.filename,
    type: record.content_type,
    size: record.size,
    description: record.description,
    addedAt: record.created_at,
    updatedAt: record.updated_at,
    processedAt: record.processed_at,
    archivedAt: record.archived_at,
    pinnedAt: record.pinned_at,
    state: record.archived_at !== null ? 'archived' : isProcessed(record) ? 'ready' : 'processing',
    addedBy: record.user,
    filedBy: filedBy(given.jobs.servedBy(record.id)),
    preview: preview(record),
  };
}

/** Chartdrop's job, unless it only moves what someone else filed. */
const filedBy = (job: UploadJob | null): AttachmentView['filedBy'] =>
  job === null || job.source === 'chart' ? null : job.id;

function preview(record: AttachmentRecord): AttachmentView['preview'] {
  if (record.content === null) return 'none';
  if (record.content_type?.startsWith('text/plain') === true) return 'text';
  return previewKind(record.filename ?? '');
}
