import type { Destination, PatientRef } from '../../../preload/contract/destination.ts';
import type { JobIn } from '../../jobs/job.ts';
import { idText } from '../../../preload/words/format.ts';
import { caseText, errorText } from '../../../preload/words/text.ts';
import { words } from '../../../preload/words/current.ts';

// The command line is read by programs too: its dates are ISO 8601 and its sizes the same everywhere, whatever the
// system's locale.

/** A patient with two identifiers beside the name; the id alone, once the name was removed. */
export function patientText({ id, name, dateOfBirth }: PatientRef): string {
  const w = words();
  return name === null
    ? w.people.nameless(idText(id))
    : w.people.patient(name, dateOfBirth ?? w.people.noDateOfBirth, idText(id));
}

/** A destination in one line. */
export function destinationText(destination: Destination): string {
  const patient = patientText(destination.patient);
  if (destination.kind === 'patient') return patient;
  return words().people.withCase(patient, caseText(destination.case));
}

/** Why a job failed, and where it is all the same. */
export function failureText(job: JobIn<'failed'>): string {
  const why = errorText(job.error);
  return job.stood.at === 'linking' && job.destination.kind === 'case'
    ? words().job.notInCase(caseText(job.destination.case), why)
    : why;
}

/** Words that others wrote, on one line: a terminal would obey a control character, and a line break forge a row. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in decimal units. */
export function sizeText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ''}`;
}
