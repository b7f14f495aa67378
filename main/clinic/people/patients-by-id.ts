import type { PatientRef } from '../../../preload/contract/destination.ts';
import type { PatientId } from '../../../preload/contract/ids.ts';
import { byIds, mostIds } from '../by-ids.ts';
import type { ClinicClient } from '../client.ts';
import type { CallOptions } from '../http.ts';
import type { Patient } from '../schemas.ts';
import { patientRef } from './patient-search.ts';

/**
 * The records of the patients with these ids, archived ones too, in calls of a hundred ids. Ids that the clinic does
 * not know are missing from the result. Throws the clinic's errors.
 */
export async function patientRecords(
  client: Pick<ClinicClient, 'patients'>,
  ids: readonly PatientId[],
  options: CallOptions,
): Promise<ReadonlyMap<PatientId, Patient>> {
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
  return new Map(patients.map((patient) => [patient.id, patient]));
}

/** The same patients in the form in which they are shown. */
export async function patientsById(
  client: Pick<ClinicClient, 'patients'>,
  ids: readonly PatientId[],
  options: CallOptions,
): Promise<ReadonlyMap<PatientId, PatientRef>> {
  const records = await patientRecords(client, ids, options);
  return new Map([...records].map(([id, patient]) => [id, patientRef(patient)]));
}
