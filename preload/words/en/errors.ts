import type { ErrorCode } from '../../contract/errors.ts';

/**
 * Errors and what to do about them, in words for the front desk. A sentence without a full stop continues with the
 * detail.
 */
export const errors = {
  'key-missing': 'No API key is set. Enter the API key of your Cliniko account.',
  'key-store-missing':
    'This system has no key store to keep the API key safe. Set one up (on Linux a keyring) and start Chartdrop again.',
  'key-store-locked': 'The system’s key store is locked. Unlock it when you are asked to.',
  'key-malformed': 'This is not a Cliniko API key. Copy the whole key from Cliniko’s settings and try again.',
  'key-rejected':
    'Cliniko does not accept this API key. Check it, or create a new one in Cliniko’s settings.',
  'permission-denied':
    'The user of this API key has no permission for this. Ask the person who manages your Cliniko account.',
  'record-not-found': 'Cliniko has no such record. It may have been deleted.',
  'record-refused': 'Cliniko refused this record',
  'rate-limited': 'Cliniko’s request limit is reached. It renews within a minute.',
  'service-error': 'Cliniko has a fault.',
  'answer-invalid': 'Cliniko sent an answer that Chartdrop cannot read.',
  'address-forbidden':
    'This address is not allowed: it must begin with https:// (http:// only on this machine).',
  'address-not-clinic': 'There is no Cliniko API at this address. Check it: the address ends with /v1.',
  'shard-unknown':
    'This is not a Cliniko API key: its ending names a region that cannot be found. Copy the whole key again and check its last letters.',
  'network-unreachable': 'Cliniko cannot be reached. Check the network.',
  'network-timeout': 'Cliniko does not answer.',
  'certificate-refused': 'The connection to Cliniko is not trusted: its certificate was refused.',
  'name-not-found': 'Cliniko’s address cannot be found. Check the network and its DNS.',
  'connection-not-secure':
    'No secure connection to Cliniko can be made. Another device or program answers in its place.',
  'proxy-unreachable': 'This network’s proxy cannot be reached. Check the network and its proxy settings.',
  'proxy-credentials':
    'This network’s proxy asks for a user name and a password, or does not accept the ones that are set. Enter them in the settings.',
  'proxy-sign-in-unknown':
    'Chartdrop does not support the login of this network’s proxy. Ask the network’s administrator to let Chartdrop through without a login, or with a user name and a password.',
  'proxy-refused':
    'This network’s proxy does not let Chartdrop reach Cliniko. Ask the network’s administrator to allow Cliniko’s addresses.',
  'proxy-not-set': 'This system has no proxy set for Cliniko’s address.',
  'policy-expired': 'The permission to upload ended before the upload was complete.',
  'policy-refused': 'The storage refused the file.',
  'size-refused': 'The storage does not take a file of this size.',
  'storage-error': 'The storage has a fault.',
  'storage-answer-invalid': 'The storage sent an answer that Chartdrop cannot read.',
  'storage-not-secure':
    'Cliniko named a storage address that is not encrypted, so the file was not sent. Retry; if it stays so, tell Cliniko’s support.',
  'presigned-post-missing': 'Cliniko gave no address to upload to. Retry, or ask Cliniko’s support.',
  'patient-not-found': 'Cliniko has no patient with this id.',
  'case-not-found': 'Cliniko has no case with this id.',
  'patient-unavailable':
    'This patient is archived, deleted or merged into another one and cannot be selected.',
  'case-unavailable': 'This case is archived and cannot be selected.',
  'attachment-missing': 'Cliniko accepted the file, but the attachment is missing.',
  'attachment-other-patient': 'The attachment is in the wrong patient’s chart.',
  'attachment-other-size': 'The attachment in Cliniko has a different size from the file.',
  'attachment-unclear':
    'Cliniko does not say whether it has the file. Look in the chart before you retry or ignore it.',
  'attachment-not-processed':
    'Cliniko has not finished this file within a day. Look in the patient’s chart, then retry to wait longer.',
  'case-link-refused': 'Cliniko did not add it to the case. Retry, or keep it in the patient’s chart only.',
  'case-link-missing':
    'Cliniko accepted the change, but its case does not list the file. Retry, or keep it in the patient’s chart only.',
  'file-exists': 'There is a file of this name already. Choose another name.',
  'file-missing': 'The file is missing.',
  'file-locked': 'Another program is using the file.',
  'file-denied': 'Chartdrop may not read the file. Check its permissions.',
  'file-empty': 'The file is empty.',
  'file-changed': 'The file was changed while it was being read.',
  'file-replaced':
    'Another file replaced this one before it was filed, and its content was not kept. Scan it again.',
  'files-too-many': 'Too many files are open on this PC. Close some programs.',
  'file-not-regular': 'This is not a file that can be uploaded.',
  'file-path-too-long':
    'The path of the file is too long for this system. Move it to a folder with a shorter path.',
  'file-name-unknown':
    'Several files have this name, apart from letters that are not valid text. Rename the file.',
  'file-unreadable': 'The file cannot be read. If it is in the cloud, make it available on this computer.',
  'file-in-cloud':
    'The file is only in the cloud. Download it to this computer: choose “Always keep on this device”, or open it once.',
  'photo-not-converted':
    'This photo cannot be converted to JPEG. In the settings, send phone photos unchanged, then retry.',
  'preview-damaged': 'The file is damaged, or its name has the wrong type.',
  'preview-too-large': 'The file is too large to be shown here.',
  'preview-protected': 'The file is protected by a password.',
  'preview-stopped': 'Showing the file took too long or too much memory, and was stopped.',
  'preview-busy': 'Too many files are being opened at once. Try again in a moment.',
  'folder-watched-already': 'This folder, or one around it or in it, is watched already',
  'folder-missing': 'The folder is missing.',
  'folder-denied': 'Chartdrop may not read the folder. Check its permissions.',
  'folder-protected':
    'This system does not let Chartdrop read the folder. Allow it in System Settings, Privacy & Security, Files and Folders.',
  'folder-unreadable': 'The folder cannot be read at the moment. Check its drive and the connection to it.',
  'pattern-invalid': 'The pattern of this route cannot be used',
  'filed-other-drive':
    '“Filed” is on another drive than the scan folder. Make it an ordinary folder, or set the folder to leave filed files where they are.',
  'filed-no-folder': 'A file or a link named “Filed” is where that folder should be. Rename or remove it.',
  'filed-denied':
    'Chartdrop may not move files in this folder. Allow it, or set the folder to leave filed files where they are.',
  'filed-full': 'The drive of this folder is full. Free some space.',
  'trash-refused':
    'The system’s trash does not take the file. Empty it, or set the folder to leave filed files where they are.',
  'trash-missing':
    'This drive keeps no deleted files, so Chartdrop leaves the file where it is. Set the folder to move filed files, or to leave them.',
  'scan-claimed-elsewhere': 'Another PC that watches this folder is filing this file.',
  'scan-taken-over': 'Another PC that watches this folder has taken this file over.',
  'claims-denied':
    'Chartdrop may not write to this shared folder, so the PCs cannot agree who files which scan, and nothing is filed from it. Allow writing there; or, if no other PC watches it, set “Shared with other PCs” to no.',
  'claims-full':
    'The drive of this folder is full, so the PCs cannot agree who files which scan. Free some space.',
  'claims-alone':
    'Chartdrop may not write to this folder, so other PCs cannot see what this one files. Let only this PC watch it, or allow writing there.',
  'claims-unsafe':
    'This drive shows changes of other PCs too late, so a file may be filed twice. Let only one PC watch this folder.',
  'folder-not-open': 'Its scan folder is not open yet. The file is filed once it is.',
  'disk-full': 'This computer’s disk is full. Free some space.',
  'disk-read-only':
    'Chartdrop cannot write to its data folder. Allow it to write there, then start it again; nothing is lost.',
  'database-newer': 'This data was written by a newer Chartdrop. Install that version, or a later one.',
  'database-damaged': 'Chartdrop’s database is damaged.',
  'data-key-wrong':
    'Chartdrop’s data cannot be read with the key in this system’s key store. Restore that key (the profile, or the backup of secrets.json); the data is kept. Without it, move the data folder away and start again with an empty one.',
  'data-in-use': 'Another Chartdrop is already working with this data.',
  'data-on-network':
    'Chartdrop’s data folder is on a network drive, where two programs could damage the database. Put it on a disk of this computer.',
  'data-not-private':
    'Other users of this PC can read the data folder, and it holds other files too. Choose an empty folder, or one that only you may enter (chmod 700)',
  'data-not-guarded':
    'Windows could not close the data folder to other users. Choose a folder in your profile, or one on an NTFS drive that belongs to you',
  'settings-invalid': 'A setting cannot be used',
  'settings-managed':
    'An administrator manages the settings of this PC. Ask them for the change. Nothing was changed.',
  'sheet-key-file-invalid':
    'This is no file with a key of cover sheets. Choose the file that another PC saved.',
  'passphrase-wrong': 'The passphrase does not fit this file. Nothing was changed.',
  'job-not-found': 'This file is no longer in the queue.',
  'transition-refused': 'This is not possible in the file’s present state.',
  'choice-expired': 'This choice is no longer valid. Choose the folder, or drop the file, once more.',
  'too-many-at-once':
    'That is more than 2,000 files at once, and none was added. Choose a smaller folder, or add it as a scan folder.',
  'present-key-needed':
    'To replace the API key, enter the current one as well. A key that Cliniko no longer accepts can be replaced without it.',
  'not-confirmed': 'Nothing was changed.',
  'request-invalid': 'Chartdrop expected something else here',
  aborted: 'Stopped.',
  unexpected: 'Something unexpected went wrong. Try again; if it stays, send the report from the settings.',
} satisfies Record<ErrorCode, string>;
