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
    'Something unexpected went wrong, and Chartdrop has to quit. Nothing is lost: start it again, and it resumes. The log says when this happened.',
};

export const steps = {
  lookup: 'Look up Cliniko’s address',
  proxy: 'Go through this network’s proxy',
  connection: 'Reach Cliniko',
  tls: 'Connect securely',
  key: 'Sign in with the API key',
  permission: 'Permission to see patients and upload for them',
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
  network: 'Waits for the network',
  proxy: 'Waits for the proxy',
  limit: 'Waits for the request limit',
  key: 'Waits for an API key',
  clinic: 'Waits for Cliniko',
  storage: 'Waits for the storage',
  file: 'Waits for the file',
  space: 'Waits for disk space',
};

/** Why a file is in the inbox. */
export const reasons = {
  'route-inbox': 'A person assigns every file of this folder.',
  'nobody-armed': 'No patient was selected when it was scanned.',
  'destination-changed': 'Another patient was selected while it was being scanned.',
  'name-without-match': 'Its name does not fit the folder’s pattern.',
  'lookup-pending': 'Cliniko could not be asked yet whose it is.',
  'patient-not-found': 'No patient matches its name.',
  'patient-ambiguous': 'More than one patient matches its name.',
  'patient-unavailable': 'The patient in its name is archived, deleted or merged.',
  'case-not-found': 'No case matches its name.',
  'duplicate-same-patient': 'This file is already in this patient’s chart or in the queue.',
  'duplicate-other-patient': 'The same content is filed with another patient or in the queue.',
  'page-names-another': 'The page names another patient.',
  'sheet-unreadable': 'The code of its cover sheet cannot be read.',
  'sheet-out-of-date': 'Its cover sheet is out of date.',
  'sheet-strange':
    'Its cover sheet is not signed with the key on this PC, so Chartdrop only proposes its patient.',
  'part-without-sheet': 'It has no cover sheet, but other pages of the same scan have one.',
  'stack-not-split': 'It has cover sheets, but some of its pages cannot be read. Scan it again.',
  'page-pending': 'Chartdrop is still reading its page.',
  'page-not-read': 'Its page could not be read.',
  'page-partly-read': 'Only a part of it could be read.',
  'page-names-none': 'The page names no current patient by full name and date of birth.',
  'page-names-several': 'The page names more than one person, or two records look the same.',
  'page-unsure': 'The page names a patient, but the name or the record is not certain.',
  'file-changed': 'The file was changed before it could be filed.',
  'file-replaced':
    'Another file was saved under this name before this one was filed, and its content was not kept. Scan it again.',
  'begun-elsewhere':
    'Another PC began to file it and stopped answering. Look in the chart before you choose.',
  'was-left-alone':
    'A file of this name was skipped when the folder was added. It has changed since then: is it a new scan?',
  'records-lost':
    'Already in the folder when records had to be rebuilt. Look in the chart before you choose.',
  'put-together': 'You put its pages together.',
  'taken-back': 'You took it back.',
  restored: 'You brought it back.',
} satisfies Record<InboxReason, string>;

export const states = {
  inbox: 'in the inbox',
  held: 'in the undo period',
  queued: 'waiting',
  uploading: 'uploading',
  stored: 'stored',
  registering: 'registering',
  processing: 'processing',
  linking: 'adding to the case',
  filed: 'filed',
  failed: 'failed',
  dismissed: 'ignored',
  split: 'its pages are in other documents',
  parted: 'its pages are in other documents, and these are done',
} satisfies Record<JobState, string>;

export const attachmentStates = {
  processing: 'processing',
  ready: 'ready',
  archived: 'archived',
} satisfies Record<AttachmentView['state'], string>;

export const folderStates = {
  starting: 'starting',
  watching: 'watching',
  vanished: 'missing',
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
  'job-hold-ended': 'Undo period ended',
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
  'job-dismissed': 'Ignored',
  'job-restored': 'Brought back',
  'job-returned-to-inbox': 'Back in the inbox',
  'job-page-read': 'Page read',
  'job-page-names-another': 'The page names another patient',
  'job-refiled': 'Moved to another patient',
  'job-refile-undone': 'Move undone',
  'job-adopted': 'Found in a chart, to be moved',
  'job-file-disposed': 'Local file moved, as set',
  'job-parted': 'All parts are done',
  'job-divided': 'Pages rearranged',
  'job-put-back': 'Pages put back',
  'job-changed': 'Changed',
  'attachment-archive-asked': 'Archiving started',
  'attachment-archived': 'Attachment archived',
  'attachment-not-archived': 'Archiving refused',
  'attachment-left': 'Attachment left in the chart',
  'destination-armed': 'Patient selected',
  'destination-disarmed': 'Selection ended',
  'folder-added': 'Scan folder added',
  'folder-changed': 'Scan folder changed',
  'folder-removed': 'Scan folder removed',
  'folder-restored': 'Removed scan folder put back',
  'folder-vanished': 'Scan folder missing',
  'folder-returned': 'Scan folder back',
  'key-set': 'API key set',
  'storage-met': 'First upload to this storage',
  'sheet-printed': 'Cover sheet made',
  'sheet-key-exported': 'Key of the cover sheets saved',
  'sheet-key-imported': 'Key of the cover sheets replaced',
  'settings-changed': 'Settings changed',
  'history-shortened': 'Old entries removed, as set',
} satisfies Record<AuditKind, string>;

export const updatesOff = {
  host: 'Update Chartdrop on the computer that runs it.',
  development: 'This is a development copy. It does not update itself.',
  managed: 'Updates come with the software that your clinic distributes.',
  preset: 'Your administrator has switched updates off.',
  'no-server': 'This copy has no update server.',
  unsigned:
    'This copy is not signed, so it cannot check where an update comes from. Install updates by hand.',
} satisfies Record<UpdatesOff, string>;

/** A failed update leaves the current version unchanged (case 27). */
export const updateFailures = {
  unreachable: 'The update server cannot be reached. This version keeps working.',
  damaged: 'The download was damaged and has been deleted. This version keeps working.',
  'disk-full': 'The disk has no space for the update. This version keeps working.',
  'not-installed': 'The update was not installed. This version keeps working.',
} satisfies Record<UpdateFailure, string>;

export const updates = {
  current: 'Chartdrop installs updates when you quit it.',
  checking: 'Checking for updates…',
  downloading: (version: string, share: string) => `Downloading version ${version}: ${share}.`,
  ready: (version: string) => `Version ${version} is installed when you quit Chartdrop.`,
  lookedFor: (moment: string) => `Last checked ${moment}`,
  look: 'Check for updates',
  restart: 'Restart to update',
  busy: 'Files are being uploaded. Restart when they have arrived in Cliniko.',
};

/** Patients and files, where they are named. */
export const people = {
  /** Shown instead of a name that retention removed. */
  removedName: 'Name removed',
  noDateOfBirth: 'no date of birth',
  unknown: 'Cliniko names no patient',
  patient: (name: string, born: string, id: string) => `${name} (${born}, ${id})`,
  nameless: (id: string) => `Name removed (${id})`,
  withCase: (what: string, caseName: string) => `${what}, case ${caseName}`,
  caseOf: (caseName: string) => `Case: ${caseName}`,
};
