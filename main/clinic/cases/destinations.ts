import type { CaseRef, Destination, PatientRef } from '../../../preload/contract/destination.ts';
import type { CaseId, PatientId } from '../../../preload/contract/ids.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { ClinicClient } from '../client.ts';
import type { CallOptions } from '../http.ts';
import { isCurrent, patientRef } from '../people/patient-search.ts';
import type { Patient, PatientCase } from '../schemas.ts';

/**
 * Returns a patient as a destination. Throws `patient-not-found`, or `patient-unavailable` for a patient that
 * cannot be chosen.
 */
export async function patientDestination(
  client: ClinicClient,
  id: PatientId,
  options: CallOptions,
): Promise<Destination> {
  const patient = await client.patient(id, options).catch(notFoundAs('patient-not-found'));
  return { kind: 'patient', patient: choosable(patient) };
}

/**
 * Returns a case as a destination, with its patient. Closed and expired cases are allowed, archived ones are not.
 */
export async function caseDestination(
  client: ClinicClient,
  id: CaseId,
  options: CallOptions,
): Promise<Destination> {
  const found = await client.case(id, options).catch(notFoundAs('case-not-found'));
  if (found.archived_at !== null) throw new ChartdropError('case-unavailable');
  const patient = await client.patient(found.patient, options).catch(notFoundAs('patient-not-found'));
  return { kind: 'case', patient: choosable(patient), case: caseRef(found) };
}

/** A case in the form for people. One without a name is shown by its id. */
export const caseRef = ({ id, name }: PatientCase): CaseRef => ({ id, name: name === '' ? null : name });

function choosable(patient: Patient): PatientRef {
  if (!isCurrent(patient)) throw new ChartdropError('patient-unavailable');
  return patientRef(patient);
}

const notFoundAs =
  (code: 'patient-not-found' | 'case-not-found') =>
  (thrown: unknown): never => {
    const missing = thrown instanceof ChartdropError && thrown.code === 'record-not-found';
    throw missing ? new ChartdropError(code, { cause: thrown }) : thrown;
  };

const longestDescription = 255;

/** The description for a new attachment: the person's words, cut at the service's limit of 255 code points. */
export function attachmentDescription(own: string | null): string | null {
  const whole = own?.trim() ?? '';
  if (whole === '') return null;
  const points = Array.from(whole);
  return points.length <= longestDescription ? whole : `${points.slice(0, longestDescription - 1).join('')}…`;
}
