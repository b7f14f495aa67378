import type { FoundPatientView } from '../../../preload/contract/views.ts';
import { patientRef } from '../../clinic/people/patient-search.ts';
import type { Patient } from '../../clinic/schemas.ts';

/** A patient in a search result, with the reason if it cannot be chosen. */
export const foundView = (patient: Patient): FoundPatientView => ({
  ...patientRef(patient),
  oldReference: patient.old_reference_id,
  unavailable: unavailable(patient),
});

function unavailable(patient: Patient): FoundPatientView['unavailable'] {
  if (patient.merged_at !== null) return 'merged';
  if (patient.deleted_at !== null) return 'deleted';
  return patient.archived_at === null ? null : 'archived';
}
