import type { CaseRef, Destination, PatientRef } from '../contract/destination.ts';
import type { Diagnosis } from '../contract/diagnosis.ts';
import { isPassing, isRetried } from '../contract/temporary-errors.ts';
import type { ErrorCode, ErrorDto } from '../contract/errors.ts';
import type { NotTaken, Refused, Stuck, StuckNews } from '../contract/folder-account.ts';
import type { NameReading } from '../contract/name-reading.ts';
import type { UpdateState } from '../contract/updates.ts';
import { birthText, dateText, idText, shareText, shortName } from './format.ts';
import { words } from './current.ts';
import type { Words } from './en.ts';

// Sentences about the core's data, made of the catalogue's words.

/**
 * The sentence for an error, with its detail if there is one. It does not promise a retry: `retriedText` and
 * `actErrorText` add the sentence of their place.
 */
export function errorText(error: Pick<ErrorDto, 'code' | 'detail'>): string {
  const text = words().errors[error.code];
  const open = !text.endsWith('.');
  if (error.detail !== null && (open || error.code === 'permission-denied')) {
    return words().faults.withDetail(text.replace(/\.$/, ''), error.detail);
  }
  return open ? `${text}.` : text;
}

/** The sentence for an error in a place where Chartdrop retries, such as a row of the queue. */
export const retriedText = (error: Pick<ErrorDto, 'code' | 'detail'>): string =>
  isRetried(error.code) ? `${errorText(error)} ${words().faults.retried}` : errorText(error);

/** The sentence for an error of a person's act, which is not retried. */
export const actErrorText = (error: Pick<ErrorDto, 'code' | 'detail'>): string =>
  isPassing(error.code) ? `${errorText(error)} ${words().faults.tryLater}` : errorText(error);

/** The result of a connection check as lines, without names of patients, users or machines. */
export function diagnosisText({ at, steps }: Diagnosis): string {
  const w = words();
  const lines = steps.map(({ step, state, code }) => {
    const line = w.diagnosis.line(w.steps[step], w.stepStates[state]);
    return code === null ? line : `${line} ${errorText({ code, detail: null })}`;
  });
  // ISO 8601, which everyone can read without knowing where it was written.
  return [w.diagnosis.title(new Date(at).toISOString()), ...lines].join('\n');
}

/** The shared cause that a job waits for. Other errors are shown in full. */
const waitOf: Partial<Record<ErrorCode, keyof Words['waits']>> = {
  'network-unreachable': 'network',
  'network-timeout': 'network',
  'name-not-found': 'network',
  'proxy-unreachable': 'network',
  'proxy-credentials': 'proxy',
  'proxy-sign-in-unknown': 'proxy',
  'proxy-refused': 'proxy',
  'rate-limited': 'limit',
  'key-missing': 'key',
  'key-rejected': 'key',
  'service-error': 'clinic',
  'answer-invalid': 'clinic',
  'storage-error': 'storage',
  'storage-answer-invalid': 'storage',
  'presigned-post-missing': 'clinic',
  'file-locked': 'file',
  'file-missing': 'file',
  'disk-full': 'space',
};
/** The reason for waiting, short enough for a row. `errorText` has the full sentence. */
export function waitText(error: ErrorDto): string {
  const wait = waitOf[error.code];
  return wait === undefined ? errorText(error) : words().waits[wait];
}

/** The state of updates. */
export function updateText(state: UpdateState): string {
  switch (state.kind) {
    case 'off':
      return words().updatesOff[state.why];
    case 'current':
      return words().updates.current;
    case 'checking':
      return words().updates.checking;
    case 'downloading':
      return words().updates.downloading(state.version, shareText(state.percent / 100));
    case 'ready':
      return words().updates.ready(state.version);
    case 'failed':
      return words().updateFailures[state.failure];
  }
}

/** Entries that one rule refuses, with some of their names. */
function refusedText({ rule, count, examples }: Refused): string {
  const names = examples.map(shortName).join(', ');
  return `${words().refusals[rule](count)} (${count > examples.length ? `${names}, …` : names})`;
}

/** The entries that a folder or a drop leaves out, in one sentence; null if none. */
export const leftOutText = (refused: readonly Refused[]): string | null =>
  refused.length === 0 ? null : words().account.leftOut(refused.map(refusedText).join('; '));

/** Names in the sentence about one reason. */
const mostFailedNames = 3;

/** The entries of a drop that were not taken, a sentence for each reason; null if all were. */
export function notTakenText({ refused, failed }: NotTaken): string | null {
  const byCode = Map.groupBy(failed, ({ code }) => code);
  const leftOut = leftOutText(refused);
  const sentences = [
    ...(leftOut === null ? [] : [leftOut]),
    ...[...byCode].map(([code, entries]) => {
      const names = entries.slice(0, mostFailedNames).map(({ name }) => shortName(name));
      const all = entries.length > names.length ? [...names, '…'] : names;
      return words().drops.failed(entries.length, all.join(', '), actErrorText({ code, detail: null }));
    }),
  ];
  return sentences.length === 0 ? null : sentences.join(' ');
}

/** A stuck entry, with the reason and what to do. `since`: its moment as text. */
export const stuckText = (
  { kind, name, code }: Pick<Stuck, 'kind' | 'name' | 'code'>,
  since: string,
): string => words().stuck[kind](name, retriedText({ code, detail: null }), since);

/** A folder that cannot be read at present. */
export const blockedText = (path: string, code: ErrorCode, since: string): string =>
  words().stuck.folder(path, retriedText({ code, detail: null }), since);

/** The notice for entries of a folder that are stuck. */
export const stuckNewsText = ({ kind, path, code, count }: StuckNews): string =>
  words().stuckNews[kind](count, path, retriedText({ code, detail: null }));

/** A file's name. null: the record is redacted. */
export const fileText = (name: string | null): string => name ?? words().people.removedName;

/** A patient with two identifiers after the name. Only the id if the record is redacted. */
export function patientText(patient: PatientRef): string {
  const w = words();
  return patient.name === null
    ? w.people.nameless(idText(patient.id))
    : w.people.patient(patient.name, birthText(patient.dateOfBirth), idText(patient.id));
}

/** A destination in one line, for sentences. */
export const destinationText = (destination: Destination): string =>
  withCase(destination, patientText(destination.patient));

const withCase = (destination: Destination, patient: string): string =>
  destination.kind === 'case' ? words().people.withCase(patient, caseText(destination.case)) : patient;

/** A case's name, or its id if the record is redacted. */
export const caseText = ({ id, name }: CaseRef): string => name ?? idText(id);

/** The patient or case that a file name leads to, in words. null: the pattern does not match. */
export function readingText(reading: NameReading | null): string {
  switch (reading?.kind) {
    case undefined:
      return words().byExample.noMatch;
    case 'patient':
      return words().byExample.number(idText(reading.patientId));
    case 'case':
      return words().byExample.caseNumber(idText(reading.caseId));
    case 'person': {
      const { lastName, firstName, dateOfBirth } = reading;
      return words().byExample.person(lastName, firstName, dateText(dateOfBirth));
    }
  }
}
