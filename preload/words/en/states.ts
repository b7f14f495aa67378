import type { DiagnosisState, DiagnosisStep } from '../../contract/diagnosis.ts';
import type { AuditKind } from '../../contract/history.ts';
import type { InboxReason, JobState } from '../../contract/job.ts';
import type { UpdateFailure, UpdatesOff } from '../../contract/updates.ts';
import type { AttachmentView, FolderView, Status } from '../../contract/views.ts';

export const faults = {
  withDetail: (text: string, detail: string) => `${text}: ${detail}`,
  /** After an error in a place where Chartdrop retries. */
  retried: 'Chartdrop retries automatically.',
  /** After a temporary error of an act, which Chartdrop does not retry. */
  tryLater: 'Try again in a moment.',
  /** The message after an unexpected error. */
  unexpected:
    'Something unexpected went wrong, and Chartdrop has to end. Nothing is lost: start it again, and it goes on where it stood. Its log says when this happened.',
};

export const steps = {
  lookup: 'Look up the clinic’s address',
  proxy: 'Go through this network’s proxy',
  connection: 'Reach the clinic',
  tls: 'Connect securely',
  key: 'Sign in with the API key',
  permission: 'May see patients and upload for them',
  storage: 'Reach the storage',
} satisfies Record<DiagnosisStep, string>;

export const stepStates = {
  ok: 'works',
  failed: 'does not work',
  'not-reached': 'not tried',
  'not-needed': 'not needed here',
} satisfies Record<DiagnosisState, string>;

export const diagnosis = {
  title: (moment: string) => `Connection check of ${moment}`,
  line: (step: string, state: string) => `${step}: ${state}.`,
};

/** The reason for waiting, short enough for a row. */
export const waits = {
  network: 'Waits for network',
  proxy: 'Waits for the proxy',
  limit: 'Waits for the limit',
  key: 'Waits for a key',
  clinic: 'Waits for the clinic',
  storage: 'Waits for storage',
  file: 'Waits for the file',
  space: 'Waits for space',
};

/** Why a file is in the inbox. */
export const reasons = {
  'route-inbox': 'A person decides about every file of this folder.',
  'nobody-armed': 'No patient was chosen when it was scanned.',
  'destination-changed': 'The patient changed while it was being scanned.',
  'name-without-match': 'Its name does not say whose it is.',
  'lookup-pending': 'The clinic could not be asked yet whose it is.',
  'patient-not-found': 'No patient fits its name.',
  'patient-ambiguous': 'More than one patient fits its name.',
  'patient-unavailable': 'The patient in its name is archived, deleted or merged.',
  'case-not-found': 'No case fits its name.',
  'duplicate-same-patient': 'Same content as a file of this patient.',
  'duplicate-other-patient': 'Same content as a file of another patient.',
  'file-changed': 'The file was changed before it could be filed.',
  'file-replaced':
    'Another file was saved under this name before this one was filed, and its content was not kept. Scan it again.',
  'begun-elsewhere': 'Another PC began to file it and went silent. Look in the chart before you choose.',
  'was-left-alone':
    'A file of this name was left alone when the folder was added. It was changed since then: is it a new scan?',
  'records-lost': 'It lay there when damaged records were begun anew. Look in the chart before you choose.',
  'taken-back': 'It was taken back.',
  restored: 'It was brought back.',
} satisfies Record<InboxReason, string>;

export const states = {
  inbox: 'in the inbox',
  held: 'held',
  queued: 'waiting',
  uploading: 'uploading',
  stored: 'stored',
  registering: 'registering',
  processing: 'processing',
  linking: 'adding to the case',
  filed: 'filed',
  failed: 'failed',
  dismissed: 'dismissed',
} satisfies Record<JobState, string>;

export const attachmentStates = {
  processing: 'processing',
  ready: 'ready',
  archived: 'archived',
} satisfies Record<AttachmentView['state'], string>;

export const folderStates = {
  starting: 'starting',
  watching: 'watching',
  vanished: 'gone',
  stopped: 'stopped',
} satisfies Record<FolderView['state'], string>;

export const connections = {
  unknown: 'connecting',
  online: 'online',
  offline: 'offline',
  'key-rejected': 'key rejected',
} satisfies Record<Status['connection'], string>;

/** Events of the history. */
export const audit = {
  'job-found': 'File found',
  'job-assigned': 'Assigned',
  'job-hold-ended': 'Hold ended',
  'job-taken-back': 'Taken back',
  'job-upload-started': 'Upload started',
  'job-stored': 'Stored',
  'job-registration-sent': 'Registration sent',
  'job-registered': 'Registered',
  'job-processed': 'In the chart',
  'job-linked': 'Added to the case',
  'job-link-lost': 'Missing from the case, adding again',
  'job-link-accepted': 'Filed without its case',
  'job-processing-slow': 'Cliniko takes unusually long',
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
  'attachment-archive-asked': 'Archiving asked for',
  'attachment-archived': 'Attachment archived',
  'attachment-not-archived': 'Archiving refused',
  'attachment-left': 'Attachment left in the chart',
  'destination-armed': 'Patient chosen for scans',
  'destination-disarmed': 'Patient disarmed',
  'folder-added': 'Scan folder added',
  'folder-changed': 'Scan folder changed',
  'folder-removed': 'Scan folder removed',
  'folder-vanished': 'Scan folder gone',
  'folder-returned': 'Scan folder back',
  'key-set': 'API key set',
  'storage-met': 'First file to this storage',
  'settings-changed': 'Settings changed',
  'history-shortened': 'Old entries removed, as set',
} satisfies Record<AuditKind, string>;

export const updatesOff = {
  host: 'The program on the machine that shows this window is kept up to date there.',
  development: 'It runs from its sources and does not update itself.',
  managed: 'Updates come with the software that your clinic distributes.',
  preset: 'Whoever manages this PC has switched updates off.',
  'no-server': 'This build has no update server.',
  unsigned:
    'This build is not signed, so that it could not tell whose an update is. Install updates by hand.',
} satisfies Record<UpdatesOff, string>;

/** A failed update leaves the current version unchanged (case 27). */
export const updateFailures = {
  unreachable: 'The update server cannot be reached. This version goes on working.',
  damaged: 'The update did not arrive as it was made, and was thrown away. This version goes on working.',
  'disk-full': 'There is no space on the disk for the update. This version goes on working.',
  'not-installed': 'The update was not installed. This version goes on working.',
} satisfies Record<UpdateFailure, string>;

export const updates = {
  current: 'Updates are installed by themselves when Chartdrop is quit.',
  checking: 'Looking for an update…',
  downloading: (version: string, share: string) => `Version ${version} is being loaded: ${share}.`,
  ready: (version: string) => `Version ${version} is installed when you quit Chartdrop.`,
  lookedFor: (moment: string) => `Looked for ${moment}`,
  look: 'Look for an update',
  restart: 'Restart to update',
  busy: 'Files are on their way. Restart when they have arrived in Cliniko.',
};

/** Patients and files, where they are named. */
export const people = {
  /** Shown instead of a name that retention removed. */
  removedName: 'Name removed',
  noDateOfBirth: 'no date of birth',
  unknown: 'Patient not told by Cliniko',
  patient: (name: string, born: string, id: string) => `${name} (${born}, ${id})`,
  nameless: (id: string) => `Name removed (${id})`,
  withCase: (what: string, caseName: string) => `${what}, case ${caseName}`,
  caseOf: (caseName: string) => `Case: ${caseName}`,
};
