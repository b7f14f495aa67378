import { destinationSchema, type Destination } from '../../preload/contract/destination.ts';

/** A destination: a patient. */
export const patient = (id: string, name: string, dateOfBirth: string | null): Destination =>
  destinationSchema.parse({ kind: 'patient', patient: { id, name, dateOfBirth } });

/** A destination: a case of that patient. */
export const caseOf = (of: Destination, id: string, name: string): Destination =>
  destinationSchema.parse({ kind: 'case', patient: of.patient, case: { id, name } });
