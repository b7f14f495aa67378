import type { ErrorCode } from '../../contract/errors.ts';

/**
 * Errors and what to do about them, in words for the front desk. A sentence without a full stop continues with the
 * detail.
 */
export const errors = {
  'key-missing': 'No API key is set. Enter the key of your clinic account to go on.',
  'key-store-missing':
    'This system has no key store in which the key would be safe. Set one up (on Linux a keyring) and start Chartdrop again.',
  'key-store-locked': 'The system’s key store is locked for the moment. Unlock it if you are asked to.',
  'key-malformed': 'This is not a Cliniko API key. Copy the whole key from Cliniko’s settings and try again.',
  'key-rejected':
    'The clinic does not accept this API key. Check it, or create a new one in the clinic’s settings.',
  'permission-denied':
    'The user of this API key has no permission for this. Ask whoever manages the clinic account.',
  'record-not-found': 'The clinic has no such record.',
  'record-refused': 'The clinic refused this record',
  'rate-limited': 'The clinic’s request limit is reached. It renews within a minute.',
  'service-error': 'The clinic’s service has a fault.',
  'answer-invalid': 'The clinic gave an answer that makes no sense.',
  'address-forbidden':
    'This address is not allowed: it must begin with https:// (http:// only on this machine).',
  'address-not-clinic': 'There is no Cliniko API at this address. Check it: the address ends with /v1.',
  'shard-unknown':
    'This is not a Cliniko API key: its ending names a region that cannot be found. Copy the whole key again and check its last letters.',
  'network-unreachable': 'The clinic cannot be reached. Check the network.',
  'network-timeout': 'The clinic does not answer.',
  'certificate-refused':
    'The connection is not trusted: the certificate on the way to the clinic was refused.',
  'name-not-found': 'The clinic’s address cannot be found. Check the network (its name lookup).',
  'connection-not-secure':
    'No secure connection to the clinic can be made: something on the way answers, but not as the clinic would.',
  'proxy-unreachable': 'This network’s proxy cannot be reached. Check the network and its proxy settings.',
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
  'storage-error': 'The storage has a fault.',
  'storage-answer-invalid': 'The storage gave an answer that makes no sense.',
  'storage-not-secure':
    'Cliniko named a storage address that is not encrypted, so the file was not sent. Retry; if it stays so, tell Cliniko’s support.',
  'presigned-post-missing': 'Cliniko gave no address to upload to. Retry, or ask Cliniko’s support.',
  'patient-not-found': 'The clinic has no patient with this id.',
  'case-not-found': 'The clinic has no case with this id.',
  'patient-unavailable': 'This patient is archived, deleted or merged into another one and cannot be chosen.',
  'case-unavailable': 'This case is archived and cannot be chosen.',
  'attachment-missing': 'The clinic accepted the file, but the attachment is not there.',
  'attachment-other-patient': 'The attachment is in another patient’s chart than it should be.',
  'attachment-other-size': 'The attachment arrived with another size than the file has.',
  'attachment-unclear':
    'The clinic does not say whether it has the file: look into the chart before you try again or dismiss it.',
  'attachment-not-processed':
    'Cliniko has not finished this file within a day. Look in the patient’s chart, then retry to wait longer.',
  'case-link-refused': 'Cliniko did not add it to the case. Retry, or keep it in the patient’s chart only.',
  'case-link-missing':
    'Cliniko accepted the change, but its case does not list the file. Retry, or keep it in the patient’s chart only.',
  'file-exists': 'There is a file of this name already. Choose another name.',
  'file-missing': 'The file is not there (any more).',
  'file-locked': 'Another program still holds the file.',
  'file-denied': 'The file may not be read. Check its permissions.',
  'file-empty': 'The file is empty.',
  'file-changed': 'The file was changed while it was being read.',
  'file-replaced':
    'The file was replaced by another one before it was filed, and its content was not kept. Scan it again.',
  'files-too-many': 'Too many files are open on this PC. Close some programs.',
  'file-not-regular': 'This is not a file that can be uploaded.',
  'file-path-too-long':
    'The path of the file is too long for this system. Move it to a folder nearer the top.',
  'file-name-unknown':
    'Several files have this name, apart from letters that are not valid text. Rename the file.',
  'file-unreadable': 'The file cannot be read. If it is kept in a cloud, make it available on this machine.',
  'file-in-cloud':
    'The file is only in the cloud. Download it to this computer: choose “Always keep on this device”, or open it once.',
  'photo-not-converted':
    'This photo cannot be turned into a JPEG. Set phone photos to be sent as they are under Settings, and retry.',
  'preview-damaged': 'The file is damaged, or it is not what its name says.',
  'preview-too-large': 'The file is too large to be shown here.',
  'preview-protected': 'The file is protected by a password.',
  'preview-stopped': 'Showing the file took too long or too much memory, and was stopped.',
  'preview-busy': 'Too many files are being opened at once. Try again in a moment.',
  'folder-watched-already': 'This folder, or one around it or in it, is watched already',
  'folder-missing': 'The folder is not there.',
  'folder-denied': 'The folder may not be read.',
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
    'Chartdrop may not write to this shared folder, so PCs cannot agree who files what, and nothing is taken from it. Allow writing there; or, if no other PC watches it, set “Shared with other PCs” to no.',
  'claims-full': 'The drive of this folder is full, so PCs cannot agree who files what. Free some space.',
  'claims-alone':
    'Chartdrop may not write to this folder, so other PCs cannot see what this one files. Let only this PC watch it, or allow writing there.',
  'claims-unsafe':
    'This drive does not show PCs in time what the others do, so a file may be filed twice. Let only one PC watch this folder.',
  'folder-not-open': 'Its scan folder is not open yet. The file is filed once it is.',
  'disk-full': 'This machine’s disk is full. Free some space.',
  'disk-read-only':
    'Chartdrop cannot write to its data folder. Allow it to write there, then start it again; nothing is lost.',
  'database-newer': 'This data was written by a newer Chartdrop. Install that version, or a later one.',
  'database-damaged': 'Chartdrop’s database is damaged.',
  'data-key-wrong':
    'Chartdrop’s data cannot be read with the key in this system’s key store. Bring that key back (the profile, or the backup of secrets.json); the data waits. Without it, move the data folder away and begin anew.',
  'data-in-use': 'Another Chartdrop is already working with this data.',
  'data-on-network':
    'Chartdrop’s data folder is on a network drive, where two programs could damage the database. Put it on a disk of this computer.',
  'data-not-private':
    'Other users of this PC can read the data folder, and it holds other files too. Choose an empty folder, or one that only you may enter (chmod 700)',
  'data-not-guarded':
    'Windows could not close the data folder to other users. Choose a folder in your profile, or one on an NTFS drive that belongs to you',
  'settings-invalid': 'A setting cannot be used',
  'job-not-found': 'This file is not in the queue (any more).',
  'transition-refused': 'This cannot be done with the file as it stands now.',
  'choice-expired': 'This choice is no longer valid. Choose the folder, or drop the file, once more.',
  'too-many-at-once':
    'That is more than 2,000 files at once, and none was taken. Give a smaller folder, or add it as a scan folder.',
  'present-key-needed':
    'To replace the API key, enter the present one as well. A key that the clinic no longer accepts can be replaced without it.',
  'not-confirmed': 'Nothing was changed.',
  'request-invalid': 'This cannot be understood',
  aborted: 'It was stopped.',
  unexpected: 'Something unexpected went wrong.',
} satisfies Record<ErrorCode, string>;
