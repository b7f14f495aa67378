import type { Destination } from '../../preload/contract/destination.ts';
import type { CaseId, PatientId } from '../../preload/contract/ids.ts';
import { ChartdropError } from '../errors.ts';
import type { ClinicClient } from './client.ts';
import type { CallOptions } from './http.ts';
import { patientRef, requirePatient } from './patient-search.ts';

/** A patient as a destination. Throws `record-not-found`, and `patient-unavailable` for one that may not be chosen. */
export async function patientDestination(
  client: ClinicClient,
  id: PatientId,
  options: CallOptions,
): Promise<Destination> {
  return { kind: 'patient', patient: patientRef(await requirePatient(client, id, options)) };
}

/** A case, and with it its own patient, as a destination. Closed and expired cases may be chosen, archived ones not. */
export async function caseDestination(
  client: ClinicClient,
  id: CaseId,
  options: CallOptions,
): Promise<Destination> {
  const found = await client.case(id, options);
  if (found.archived_at !== null) throw new ChartdropError('case-unavailable');
  const patient = await requirePatient(client, found.patient, options);
  return { kind: 'case', patient: patientRef(patient), case: { id: found.id, name: found.name } };
}

const longestDescription = 255;

/**
 * The description that an attachment is created with. The API has no field for a case, so the case's name comes first;
 * the whole is cut at the service's 255 characters, counted as it counts them: by code point.
 */
export function attachmentDescription(destination: Destination, own: string | null): string | null {
  const parts = [destination.kind === 'case' ? destination.case.name : '', own?.trim() ?? ''];
  const whole = parts.filter((part) => part !== '').join(': ');
  if (whole === '') return null;
  const points = Array.from(whole);
  return points.length <= longestDescription ? whole : `${points.slice(0, longestDescription - 1).join('')}…`;
}
