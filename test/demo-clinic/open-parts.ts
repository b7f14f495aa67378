import { onTestFinished } from 'vitest';
import { createCaseLinks } from '../../main/demo-clinic/records/case-links.ts';
import { openDatabase } from '../../main/demo-clinic/base/database.ts';
import { createFaults } from '../../main/demo-clinic/faults/faults.ts';
import { createObjects } from '../../main/demo-clinic/store/objects.ts';
import { createRecords, type Attachment, type Patient } from '../../main/demo-clinic/records/records.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

/** The clinic's storage without listeners and seed; closed after the test. */
export async function openParts(directory?: string) {
  const folder = directory ?? (await tempFolder());
  const db = openDatabase(folder);
  onTestFinished(() => db.close());
  return {
    folder,
    db,
    records: createRecords(db),
    caseLinks: createCaseLinks(db),
    faults: createFaults(),
    objects: createObjects(db, folder),
  };
}

const at = '2026-11-23T04:05:06Z';

export const patientRow = (id: string): Patient => ({
  id,
  created_at: at,
  updated_at: at,
  archived_at: null,
  deleted_at: null,
  merged_at: null,
  first_name: 'Jane',
  last_name: 'Citizen',
  preferred_first_name: null,
  date_of_birth: '1980-02-03',
  email: null,
  old_reference_id: null,
});

export const attachmentRow = (id: string, patientId: string, blob: string): Attachment => ({
  id,
  created_at: at,
  updated_at: at,
  archived_at: null,
  pinned_at: null,
  processed_at: null,
  patient_id: patientId,
  user_id: '1',
  description: null,
  filename: null,
  size: null,
  content_type: null,
  bytes: { from: 'upload', blob, size: 7 },
});
