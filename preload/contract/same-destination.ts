// Without zod, to keep the window small.
import type { Destination } from './destination.ts';

/** True if both lead to the same chart and case, by id; names may differ. */
export function sameDestination(a: Destination, b: Destination): boolean {
  if (a.patient.id !== b.patient.id) return false;
  return (a.kind === 'case' ? a.case.id : null) === (b.kind === 'case' ? b.case.id : null);
}
