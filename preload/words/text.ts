import type { CaseRef, Destination, PatientRef } from '../contract/destination.ts';
import type { Diagnosis } from '../contract/diagnosis.ts';
import type { ErrorCode, ErrorDto } from '../contract/errors.ts';
import type { UpdateState } from '../contract/updates.ts';
import { birthText, idText, shareText } from './format.ts';
import { words } from './current.ts';
import type { Words } from './en.ts';

// What is said about data that comes from the core; the sentences themselves stand in the catalogue.

/** Errors whose words end in what the other side, or the option, had to say. */
export function errorText(error: Pick<ErrorDto, 'code' | 'detail'>): string {
  const text = words().errors[error.code];
  const open = !text.endsWith('.');
  if (error.detail !== null && (open || error.code === 'permission-denied')) {
    return words().faults.withDetail(text.replace(/\.$/, ''), error.detail);
  }
  return open ? `${text}.` : text;
}

/** How a walk to the clinic ended, as lines for a person; without anything that names a patient, a user or a machine. */
export function diagnosisText({ at, steps }: Diagnosis): string {
  const w = words();
  const lines = steps.map(({ step, state, code }) => {
    const line = w.diagnosis.line(w.steps[step], w.stepStates[state]);
    return code === null ? line : `${line} ${errorText({ code, detail: null })}`;
  });
  // ISO 8601, which whoever is sent the report reads without knowing where it was written.
  return [w.diagnosis.title(new Date(at).toISOString()), ...lines].join('\n');
}

/** What a job waits for; an error that is not here is said whole. */
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
/** What a job waits for, short enough for its row; `errorText` says it whole. */
export function waitText(error: ErrorDto): string {
  const wait = waitOf[error.code];
  return wait === undefined ? errorText(error) : words().waits[wait];
}

/** How it stands with updates. */
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

/** A file's name; null: retention has removed it. */
export const fileText = (name: string | null): string => name ?? words().people.removedName;

/** A patient with two identifiers beside the name; the id alone, once the name was removed. */
export function patientText(patient: PatientRef): string {
  const w = words();
  return patient.name === null
    ? w.people.nameless(idText(patient.id))
    : w.people.patient(patient.name, birthText(patient.dateOfBirth), idText(patient.id));
}

/** A destination in one line, as sentences name it. */
export const destinationText = (destination: Destination): string =>
  withCase(destination, patientText(destination.patient));

const withCase = (destination: Destination, patient: string): string =>
  destination.kind === 'case' ? words().people.withCase(patient, caseText(destination.case)) : patient;

/** A case's name; its id once the name was removed. */
export const caseText = ({ id, name }: CaseRef): string => name ?? idText(id);
