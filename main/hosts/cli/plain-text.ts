import type { Destination, PatientRef } from '../../../preload/contract/destination.ts';
import type { JobIn } from '../../jobs/job.ts';
import { idText } from '../../../preload/words/format.ts';
import { caseText, errorText } from '../../../preload/words/text.ts';
import { words } from '../../../preload/words/current.ts';

// Programs read the command line's output too, so it has ISO 8601 dates and the same sizes in every locale.

/** A patient with two identifiers after the name. Only the id if the record is redacted. */
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

/** The reason why a job failed, and the attachment if it exists. */
export function failureText(job: JobIn<'failed'>): string {
  const why = errorText(job.error);
  return job.failedStep.at === 'linking' && job.destination.kind === 'case'
    ? words().job.notInCase(caseText(job.destination.case), why)
    : why;
}

/** Text from others on one line: a terminal would interpret control characters, and a line break could fake a row. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in decimal units. */
export function sizeText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ''}`;
}
