import type { Destination, PatientRef } from '../../../preload/contract/destination.ts';
import type { InboxReason } from '../../../preload/contract/job.ts';
import type { PageReading } from './page-reading.ts';
import { suggestionOf } from './page-verdict.ts';

/** The place of a file that only its page can give a patient. */
export type PageFiling =
  | { readonly kind: 'file'; readonly patient: PatientRef }
  | { readonly kind: 'inbox'; readonly reason: InboxReason; readonly candidates: Destination[] };

const mostCandidates = 10;

/**
 * Decides on a file that no person sees before it is filed, so more is asked than for a suggestion: every page was read, the
 * name is spelled as the clinic has it, and no other patient fits, not even less well.
 */
export function filingOf(reading: PageReading): PageFiling {
  const inbox = (reason: InboxReason): PageFiling => ({ kind: 'inbox', reason, candidates: [] });
  if (reading.kind === 'unreadable') return inbox('page-not-read');
  const { people, isWhole } = reading;
  const [only] = people;
  if (only === undefined) return inbox('page-names-none');
  const suggestion = suggestionOf(reading);
  if (suggestion === null) {
    const named = people.flatMap(({ fits }) => fits);
    const distinct = named.filter(({ id }, at) => named.findIndex((other) => other.id === id) === at);
    // A single one is not proposed: something on the page contradicts it.
    const offered = distinct.length > 1 ? distinct.slice(0, mostCandidates) : [];
    const candidates = offered.map((patient) => ({ kind: 'patient', patient }) as const);
    return { kind: 'inbox', reason: 'page-names-several', candidates };
  }
  if (isWhole !== true) return inbox('page-partly-read');
  return only.isSure === true ? { kind: 'file', patient: suggestion.patient } : inbox('page-unsure');
}

/** Whether a page alone files its file with a destination. `undefined`: it was not read. */
export function isFiledAlone(reading: PageReading | undefined, { patient }: Destination): boolean {
  if (reading === undefined) return false;
  const filing = filingOf(reading);
  return filing.kind === 'file' && filing.patient.id === patient.id;
}
