import type { PatientRef } from '../../preload/contract/destination.ts';
import type { PatientId } from '../../preload/contract/ids.ts';
import type { ClinicClient } from './client.ts';
import type { CallOptions } from './http.ts';
import { collect } from './pages.ts';
import { patientRef } from './patient-search.ts';

/** As many as the API answers with at once, and as ids fit an address with ease. */
const perCall = 100;

/**
 * The patients of these ids, archived ones too, one call for each hundred of them; without those whom the clinic does not
 * name. Throws the clinic's errors.
 */
export async function patientsById(
  client: Pick<ClinicClient, 'patients'>,
  ids: readonly PatientId[],
  options: CallOptions,
): Promise<ReadonlyMap<PatientId, PatientRef>> {
  const wanted = [...new Set(ids)];
  const found = new Map<PatientId, PatientRef>();
  for (let at = 0; at < wanted.length; at += perCall) {
    const some = wanted.slice(at, at + perCall);
    const query = {
      filters: [
        { field: 'id', operator: '=', value: some },
        { field: 'archived_at', operator: '*' },
      ],
      perPage: perCall,
    } as const;
    for (const patient of await collect(client.patients(query, options))) {
      found.set(patient.id, patientRef(patient));
    }
  }
  return found;
}
