import type { PatientRef } from '../../preload/contract/destination.ts';
import { isCurrent, patientRef } from '../clinic/people/patient-search.ts';
import { nameFit, pageWords } from './evidence/name-fit.ts';
import type { LookUp } from './look-up.ts';

export type Confirmed =
  | { readonly kind: 'same' | 'changed' | 'alike' }
  /** Milliseconds until the clinic may be asked. */
  | { readonly kind: 'later'; readonly afterMs: number };

/**
 * Whether the clinic still has a current patient with this name and date of birth, and no other one whom the same words
 * could name. Answers kept since the morning do not count: the record may have been merged meanwhile. Throws the call's
 * errors.
 */
export async function confirmPatient(
  lookUp: LookUp,
  patient: PatientRef,
  signal: AbortSignal,
): Promise<Confirmed> {
  const { dateOfBirth } = patient;
  if (dateOfBirth === null) return { kind: 'changed' };
  const answer = await lookUp.find([dateOfBirth], signal, { fresh: true });
  if (answer.kind === 'later') return answer;
  const current = (answer.born.get(dateOfBirth) ?? []).filter(isCurrent);
  const same = current.find(({ id }) => id === patient.id);
  if (same === undefined || patientRef(same).name !== patient.name) return { kind: 'changed' };
  const words = pageWords(`${same.first_name} ${same.last_name}`);
  const isAlike = current.some((other) => other !== same && nameFit(words, other) > 0);
  return { kind: isAlike ? 'alike' : 'same' };
}
