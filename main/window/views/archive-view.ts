import type { PendingArchiveView } from '../../../preload/contract/views.ts';
import type { PendingArchive } from '../../database/archive-store.ts';

/** A pending archive as the window shows it. */
export const archiveView = (archive: PendingArchive): PendingArchiveView => ({
  id: archive.attachmentId,
  name: archive.file,
  patient: archive.patient,
  patientId: archive.patientId,
  replaced: archive.jobId !== null,
  askedAt: archive.askedAt,
  standing: archive.standing === 'refused' ? 'refused' : 'waiting',
  error: archive.error,
});
