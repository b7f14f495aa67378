import type { PatientRef } from '../../../preload/contract/destination.ts';
import type { PatientId } from '../../../preload/contract/ids.ts';
import { byIds, mostIds } from '../by-ids.ts';
import type { ClinicClient } from '../client.ts';
import type { CallOptions } from '../http.ts';
import { patientRef } from './patient-search.ts';

/**
 * The patients with these ids, archived ones too, in calls of a hundred ids. Ids that the clinic does not know are
 * missing from the result. Throws the clinic's errors.
 */
export async function patientsById(
  client: Pick<ClinicClient, 'patients'>,
  ids: readonly PatientId[],
  options: CallOptions,
): Promise<ReadonlyMap<PatientId, PatientRef>> {
  const patients = await byIds(ids, (value) =>
    client.patients(
      {
        filters: [
          { field: 'id', operator: '=', value },
          { field: 'archived_at', operator: '*' },
        ],
        perPage: mostIds,
      },
      options,
    ),
  );
  return new Map(patients.map((patient) => [patient.id, patientRef(patient)]));
}
