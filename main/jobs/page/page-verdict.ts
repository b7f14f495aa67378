import type { Destination, PatientRef } from '../../../preload/contract/destination.ts';
import type { PageLine } from '../../../preload/contract/page-line.ts';
import type { UploadJob } from '../job.ts';
import type { PagePerson, PageReading } from './page-reading.ts';

/** A patient whom the page names, with the line that does. */
export interface NamedPatient {
  readonly patient: PatientRef;
  readonly line: PageLine;
}

/** The comparison of a file's page with its destination. */
export type PageVerdict =
  | { readonly kind: 'agrees'; readonly line: PageLine }
  /** It names current patients by full name and date of birth, and the destination is none of them. */
  | { readonly kind: 'names-another'; readonly named: readonly [NamedPatient, ...NamedPatient[]] }
  /** No evidence, or evidence that contradicts itself. */
  | { readonly kind: 'none' };

const none: PageVerdict = { kind: 'none' };

/** Compares a reading with a destination. `undefined`: the file was not read. */
export function verdictOf(reading: PageReading | undefined, { patient }: Destination): PageVerdict {
  if (reading?.kind !== 'read') return none;
  const isOwn = ({ fits }: PagePerson): boolean => fits.some(({ id }) => id === patient.id);
  const [own] = reading.people.filter(isOwn);
  const others = reading.people.filter((person) => !isOwn(person));
  if (own !== undefined) {
    // Another person with a date of birth, a record that looks the same, or another patient's number: whose letter it is
    // stays open.
    const isSure =
      others.length === 0 && own.fits.length === 1 && reading.numbered.every((id) => id === patient.id);
    return isSure ? { kind: 'agrees', line: own.line } : none;
  }
  // The destination's date of birth is on the page, beside a name that is perhaps misspelled.
  if (patient.dateOfBirth !== null && reading.otherBirthDates.includes(patient.dateOfBirth)) return none;
  const [first, ...more] = others.flatMap(({ line, fits }) => fits.map((one) => ({ patient: one, line })));
  return first === undefined ? none : { kind: 'names-another', named: [first, ...more] };
}

/**
 * The only patient whom the page of a file without a destination names; null: none, or anything on the page contradicts
 * that, such as another person's date of birth, read or not.
 */
export function suggestionOf(reading: PageReading | undefined): NamedPatient | null {
  if (reading?.kind !== 'read' || reading.otherBirthDates.length > 0 || reading.hasOpenLabel === true)
    return null;
  const [only, ...others] = reading.people;
  const [patient, ...alike] = only?.fits ?? [];
  if (only === undefined || patient === undefined || others.length > 0 || alike.length > 0) return null;
  return reading.numbered.every((id) => id === patient.id) ? { patient, line: only.line } : null;
}

/**
 * The patients named instead of the job's destination; null if its page does not contradict it, or a person decided: by
 * accepting that, by moving a filed file, or by a setting.
 */
export function contradictionOf(
  job: Pick<UploadJob, 'page' | 'pageAccepted' | 'replaces'>,
  destination: Destination,
): Extract<PageVerdict, { kind: 'names-another' }> | null {
  if (job.pageAccepted === true || job.replaces !== null) return null;
  if (job.page?.kind === 'read' && job.page.isGuarded === false) return null;
  const verdict = verdictOf(job.page, destination);
  return verdict.kind === 'names-another' ? verdict : null;
}
