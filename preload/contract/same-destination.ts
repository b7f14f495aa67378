// Without schemas, so that the window can use it and stay small.
import type { Destination } from './destination.ts';

/** True when both lead into the same chart at the same place; names may differ, ids decide. */
export function sameDestination(a: Destination, b: Destination): boolean {
  if (a.patient.id !== b.patient.id) return false;
  return (a.kind === 'case' ? a.case.id : null) === (b.kind === 'case' ? b.case.id : null);
}
