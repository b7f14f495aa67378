import type { Destination, PatientRef } from '../preload/contract/destination.ts';
import type { Diagnosis, DiagnosisState, DiagnosisStep } from '../preload/contract/diagnosis.ts';
import type { ErrorCode, ErrorDto } from '../preload/contract/errors.ts';
import type { AuditKind } from '../preload/contract/history.ts';
import type { InboxReason, JobState } from '../preload/contract/job.ts';
import type { UpdateFailure, UpdatesOff, UpdateState } from '../preload/contract/updates.ts';

/** What went wrong and what to do about it, in words for the front desk. Exhaustive: a new code does not compile. */
const errors: Record<ErrorCode, string> = {
  'key-missing': 'No API key is set. Enter the key of your clinic account to go on.',
  'key-store-missing':
    'This system has no key store in which the key would be safe. Set one up (on Linux a keyring) and start Chartdrop again.',
  'key-malformed': 'This is not an API key. Copy the whole key from the clinic’s settings and try again.',
  'key-rejected':
    'The clinic does not accept this API key. Check it, or create a new one in the clinic’s settings.',
  'permission-denied':
    'The user of this API key has no permission for this. Ask whoever manages the clinic account.',
  'record-not-found': 'The clinic has no such record.',
  'record-refused': 'The clinic refused this record',
  'rate-limited': 'The clinic’s request limit is reached. It goes on by itself when the limit allows it.',
  'service-error': 'The clinic’s service has a fault. It is tried again by itself.',
  'answer-invalid': 'The clinic gave an answer that makes no sense. It is tried again by itself.',
  'address-forbidden':
    'This address is not allowed: it must begin with https:// (http:// only on this machine).',
  'shard-unknown':
    'The end of this API key names a region that cannot be found. Check the key’s last letters.',
  'network-unreachable':
    'The clinic cannot be reached. Check the network; it goes on by itself when it is back.',
  'network-timeout': 'The clinic does not answer. It is tried again by itself.',
  'certificate-refused':
    'The connection is not trusted: the certificate on the way to the clinic was refused.',
  'name-not-found':
    'The clinic’s address cannot be found. Check the network (its name lookup); it goes on by itself when it is back.',
  'connection-not-secure':
    'No secure connection to the clinic can be made: something on the way answers, but not as the clinic would.',
  'proxy-unreachable':
    'This network’s proxy cannot be reached. Check the network and its proxy settings; it goes on by itself.',
  'proxy-credentials':
    'This network’s proxy wants a user name and a password, or does not accept the ones that are set. Enter them in the settings.',
  'proxy-sign-in-unknown':
    'This network’s proxy wants to be signed in to in a way that Chartdrop does not know. Ask whoever runs the network to let Chartdrop through without, or with a user name and a password.',
  'proxy-refused':
    'This network’s proxy does not let Chartdrop through to the clinic. Ask whoever runs the network to allow the clinic’s addresses.',
  'proxy-not-set': 'This system has no proxy set for the clinic’s address.',
  'policy-expired': 'The permission to upload ran out before the file was through.',
  'policy-refused': 'The storage refused the file.',
  'size-refused': 'The storage does not take a file of this size.',
  'storage-error': 'The storage has a fault. It is tried again by itself.',
  'storage-answer-invalid': 'The storage gave an answer that makes no sense. It is tried again by itself.',
  'patient-not-found': 'The clinic has no patient with this id.',
  'case-not-found': 'The clinic has no case with this id.',
  'patient-unavailable': 'This patient is archived, deleted or merged into another one and cannot be chosen.',
  'case-unavailable': 'This case is archived and cannot be chosen.',
  'attachment-missing': 'The clinic accepted the file, but the attachment is not there.',
  'attachment-other-patient': 'The attachment is in another patient’s chart than it should be.',
  'attachment-other-size': 'The attachment arrived with another size than the file has.',
  'attachment-unclear':
    'The clinic does not say whether it has the file: look into the chart before you try again or dismiss it.',
  'file-missing': 'The file is not there (any more).',
  'file-locked': 'Another program still holds the file. It is tried again by itself.',
  'file-denied': 'The file may not be read. Check its permissions.',
  'file-empty': 'The file is empty.',
  'file-changed': 'The file was changed while it was being read.',
  'file-not-regular': 'This is not a file that can be uploaded.',
  'file-path-too-long':
    'The path of the file is too long for this system. Move it to a folder nearer the top.',
  'file-unreadable': 'The file cannot be read. If it is kept in a cloud, make it available on this machine.',
  'content-filed-already': 'The same content is already in a chart.',
  'folder-watched-already': 'This folder, or one around it or in it, is watched already',
  'folder-missing': 'The folder is not there.',
  'folder-denied': 'The folder may not be read.',
  'pattern-invalid': 'The pattern of this route cannot be used',
  'scan-claimed-elsewhere': 'Another PC that watches this folder is filing this file.',
  'scan-taken-over': 'Another PC that watches this folder has taken this file over.',
  'claims-denied':
    'Chartdrop may not write to this shared folder, so PCs cannot agree who files what, and nothing is taken from it. Allow writing there; or, if no other PC watches it, set “Shared with other PCs” to no.',
  'disk-full': 'This machine’s disk is full. It goes on by itself when there is space again.',
  'disk-read-only':
    'Chartdrop cannot write to its data folder. Allow it to write there, then start it again; nothing is lost.',
  'database-newer': 'This data was written by a newer Chartdrop. Install that version, or a later one.',
  'database-damaged': 'Chartdrop’s database is damaged.',
  'data-key-wrong':
    'Chartdrop’s data cannot be read with the key in this system’s key store. Bring that key back (the profile, or the backup of secrets.json); the data waits. Without it, move the data folder away and begin anew.',
  'data-in-use': 'Another Chartdrop is already working with this data.',
  'settings-invalid': 'A setting cannot be used',
  'job-not-found': 'This file is not in the queue (any more).',
  'transition-refused': 'This cannot be done with the file as it stands now.',
  'request-invalid': 'This cannot be understood',
  aborted: 'It was stopped.',
  unexpected: 'Something unexpected went wrong.',
};

/** Errors whose words end in what the other side, or the option, had to say. */
export function errorText(error: Pick<ErrorDto, 'code' | 'detail'>): string {
  const text = errors[error.code];
  const open = !text.endsWith('.');
  if (error.detail !== null && (open || error.code === 'permission-denied')) {
    return `${text.replace(/\.$/, '')}: ${error.detail}`;
  }
  return open ? `${text}.` : text;
}

/** The last words after a fault that nobody foresaw. */
export const faultText =
  'Something unexpected went wrong, and Chartdrop has to end. Nothing is lost: start it again, and it goes on where it stood. Its log says when this happened.';

export const stepTexts: Record<DiagnosisStep, string> = {
  lookup: 'Look up the clinic’s address',
  proxy: 'Go through this network’s proxy',
  connection: 'Reach the clinic',
  tls: 'Connect securely',
  key: 'Sign in with the API key',
  permission: 'May see patients and upload for them',
  storage: 'Reach the storage',
};

export const stepStateTexts: Record<DiagnosisState, string> = {
  ok: 'works',
  failed: 'does not work',
  'not-reached': 'not tried',
  'not-needed': 'not needed here',
};

/** How a walk to the clinic ended, as lines for a person; without anything that names a patient, a user or a machine. */
export function diagnosisText({ at, steps }: Diagnosis): string {
  const lines = steps.map(({ step, state, code }) => {
    const why = code === null ? '' : ` ${errorText({ code, detail: null })}`;
    return `${stepTexts[step]}: ${stepStateTexts[state]}.${why}`;
  });
  return [`Connection check of ${new Date(at).toISOString()}`, ...lines].join('\n');
}

/** What a job waits for, short enough for its row; `errorText` says it whole. */
const waits: Partial<Record<ErrorCode, string>> = {
  'network-unreachable': 'Waits for network',
  'network-timeout': 'Waits for network',
  'shard-unknown': 'Waits for network',
  'name-not-found': 'Waits for network',
  'proxy-unreachable': 'Waits for network',
  'proxy-credentials': 'Waits for the proxy',
  'proxy-sign-in-unknown': 'Waits for the proxy',
  'proxy-refused': 'Waits for the proxy',
  'rate-limited': 'Waits for the limit',
  'key-missing': 'Waits for a key',
  'key-rejected': 'Waits for a key',
  'service-error': 'Waits for the clinic',
  'answer-invalid': 'Waits for the clinic',
  'storage-error': 'Waits for storage',
  'storage-answer-invalid': 'Waits for storage',
  'file-locked': 'Waits for the file',
  'file-missing': 'Waits for the file',
  'disk-full': 'Waits for space',
};
export const waitText = (error: ErrorDto): string => waits[error.code] ?? errorText(error);

/** Why a file waits in the inbox for a person. */
export const reasonTexts: Record<InboxReason, string> = {
  'route-inbox': 'A person decides about every file of this folder.',
  'nobody-armed': 'No patient was chosen when it was scanned.',
  'destination-changed': 'The patient changed while it was being scanned.',
  'name-without-match': 'Its name does not say whose it is.',
  'lookup-pending': 'The clinic could not be asked yet whose it is.',
  'patient-not-found': 'No patient fits its name.',
  'patient-ambiguous': 'More than one patient fits its name.',
  'patient-unavailable': 'The patient in its name is archived, deleted or merged.',
  'case-not-found': 'No case fits its name.',
  'duplicate-same-patient': 'The same content is already in this patient’s chart.',
  'duplicate-other-patient': 'The same content is already in another patient’s chart.',
  'file-changed': 'The file was changed before it could be filed.',
  'begun-elsewhere':
    'Another PC began to file it and went silent. Look whether it is in the chart before you choose.',
  'records-lost':
    'It lay there when Chartdrop’s damaged records were begun anew. Look whether it is in the chart before you choose.',
  'taken-back': 'It was taken back.',
  restored: 'It was brought back.',
};

export const stateTexts: Record<JobState, string> = {
  inbox: 'in the inbox',
  held: 'held',
  queued: 'waiting',
  uploading: 'uploading',
  stored: 'stored',
  registering: 'registering',
  processing: 'processing',
  filed: 'filed',
  failed: 'failed',
  dismissed: 'dismissed',
};

/** What happened, as the history says it. */
export const auditTexts: Record<AuditKind, string> = {
  'job-found': 'File found',
  'job-assigned': 'Assigned',
  'job-hold-ended': 'Hold ended',
  'job-taken-back': 'Taken back',
  'job-upload-started': 'Upload started',
  'job-stored': 'Stored',
  'job-registration-sent': 'Registration sent',
  'job-registered': 'Registered',
  'job-filed': 'Filed',
  'job-delayed': 'Delayed',
  'job-failed': 'Failed',
  'job-retried': 'Retried',
  'job-dismissed': 'Dismissed',
  'job-restored': 'Brought back',
  'job-returned-to-inbox': 'Back in the inbox',
  'job-refiled': 'Refiled to another patient',
  'job-file-disposed': 'Local file put away',
  'job-changed': 'Changed',
  'attachment-archived': 'Attachment archived',
  'destination-armed': 'Patient chosen for scans',
  'destination-disarmed': 'Patient disarmed',
  'folder-added': 'Scan folder added',
  'folder-changed': 'Scan folder changed',
  'folder-removed': 'Scan folder removed',
  'folder-vanished': 'Scan folder gone',
  'folder-returned': 'Scan folder back',
  'key-set': 'API key set',
  'settings-changed': 'Settings changed',
  'history-shortened': 'Old entries removed, as set',
};

const updatesOff: Record<UpdatesOff, string> = {
  host: 'The program on the machine that shows this window is kept up to date there.',
  development: 'It runs from its sources and does not update itself.',
  managed: 'Updates come with the software that your clinic distributes.',
  preset: 'Whoever manages this PC has switched updates off.',
  'no-server': 'This build has no update server.',
};
const updateFailures: Record<UpdateFailure, string> = {
  unreachable: 'The update server cannot be reached.',
  damaged: 'The update did not arrive as it was made, and was thrown away.',
  'disk-full': 'There is no space on the disk for the update.',
  'not-installed': 'The update was not installed.',
};

/** How it stands with updates. A failed one leaves the version that runs as it is (case 27). */
export function updateText(state: UpdateState): string {
  switch (state.kind) {
    case 'off':
      return updatesOff[state.why];
    case 'current':
      return 'Updates are installed by themselves when Chartdrop is quit.';
    case 'checking':
      return 'Looking for an update…';
    case 'downloading':
      return `Version ${state.version} is being loaded: ${state.percent} %.`;
    case 'ready':
      return `Version ${state.version} is installed when you quit Chartdrop.`;
    case 'failed':
      return `${updateFailures[state.failure]} This version goes on working.`;
  }
}

/** In place of a name that retention has removed. */
export const removedName = 'Name removed';

/** A file's name, or the words in its place. */
export const fileText = (name: string): string => (name === '' ? removedName : name);

/** A patient with two identifiers beside the name; the id alone, once the name was removed. */
export function patientText(patient: PatientRef): string {
  if (patient.name === '') return `${removedName} (#${patient.id})`;
  return `${patient.name} (${patient.dateOfBirth ?? 'no date of birth'}, #${patient.id})`;
}

/** A destination in one line. */
export function destinationText(destination: Destination): string {
  const patient = patientText(destination.patient);
  return destination.kind === 'case'
    ? `${patient}, case ${destination.case.name === '' ? `#${destination.case.id}` : destination.case.name}`
    : patient;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in decimal units, as file managers show it. */
export function sizeText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ''}`;
}
