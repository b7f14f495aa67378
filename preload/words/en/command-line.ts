/**
 * The command line's words, English only: its output is read by scripts too, so it does not follow the system's
 * language. The tests of the other languages do not cover it.
 */
export const commandLine = {
  attachments: {
    none: 'No attachment matches.',
    leftOut: (count: number) => `Left out ${count}: Cliniko’s answer about them cannot be read.`,
    onePlace: 'give --patient ID or --case ID, not both',
    unknownPatient: 'unknown patient',
    saved: (path: string) => `Saved ${path}`,
    archived: (id: string) => `Attachment ${id} is archived. Chartdrop cannot undo it.`,
    archiveWaits: (id: string) =>
      `Cliniko has not confirmed that attachment ${id} is archived. Chartdrop checks and retries when it starts again with this data.`,
  },
  patients: {
    none: 'No current patient matches these words.',
    unavailable: (patient: string) => `Archived, deleted or merged, so it cannot be selected: ${patient}`,
  },
  options: {
    destination: 'give either --patient ID or --case ID',
    noId: (name: string) => `${name} is not an id of Cliniko`,
    route: 'give --patient ID, --case ID, or --route inbox, page, filename or subfolder',
    bounds:
      '--settle: 0.1 to 600 seconds; --take-over: 5 to 3600, whole ones; --description: 255 characters at most; --name: 200',
  },
  history: {
    none: 'There are no entries yet.',
    tampered: (seq: number) =>
      `Entry ${seq} was changed or is missing. The entries after it cannot be relied on.`,
    oneSound: (moment: string) => `The one entry, of ${moment}, is unchanged.`,
    sound: (entries: number, from: string, to: string) =>
      `${entries} entries from ${from} to ${to} are unchanged.`,
  },
  presetRefused: (path: string, why: string) =>
    `${path} is not used: others than an administrator could have written it (${why}). See docs/guide/many-pcs.md.`,
  settings: {
    leftOut: (count: number) =>
      `Left out ${count} ${count === 1 ? 'folder' : 'folders'}: scans that always go to one patient cannot be in this file.`,
    changed: (folder: string | null, name: string, from: string, to: string) =>
      `${folder === null ? '' : `${folder}: `}${name}: ${from === '' ? 'none' : from} -> ${to === '' ? 'none' : to}`,
    folderAdded: (path: string, route: string) => `${path}: new scan folder, route ${route}`,
    ignored: (fields: string) =>
      `Ignored, since only an administrator’s preset.json may have them: ${fields}`,
    same: 'These settings are the same already.',
    notApplied: 'Nothing is changed yet. Add --apply to make these changes.',
    applied: 'The settings are changed.',
  },
  status: {
    none: 'No files yet.',
    folder: (path: string, moment: string) => `${path}, as of ${moment}:`,
    unfinished: (count: number) => `${count} not finished yet.`,
    leftAlone: (count: number) => `${count} already in the folder, skipped.`,
    notArchived: (patient: string, why: string) => `not archived yet in the chart of ${patient}. ${why}`,
    destination: (state: string, destination: string) => `${state} for ${destination}`,
  },
  upload: {
    notFiled: (file: string, why: string) => `${file}: not filed. ${why}`.trim(),
    filed: (file: string, destination: string, id: string) =>
      `${file}: filed with ${destination} as attachment ${id}`,
    waits: 'It waits in the queue; the next upload or watch files it.',
    isProcessed: 'Cliniko has it and is still processing it; the next upload or watch checks again.',
    left: (waiting: number, all: number) =>
      `${waiting} of ${all} ${all === 1 ? 'file is' : 'files are'} not filed yet. --wait sets how long to keep trying.`,
  },
  watch: {
    begun: 'Watching. Ctrl-C stops.',
    skipped: (count: number) =>
      `Skipped ${count} ${count === 1 ? 'file' : 'files'} already in the folder. --existing files them too.`,
    setAside: (error: string, path: string) => `${error} It was moved to ${path}.`,
    rebuilt:
      'Chartdrop started a new one. It searches the chart for the files in the folder; others go to the inbox.',
    keyRejected: (error: string) => `${error} All files wait until then.`,
    troubleOver: 'The folder works again, and its files are filed.',
    missing: (since: string) => `The folder is missing since ${since}, still looking.`,
    back: 'The folder is back.',
    stuck: (path: string, count: number) =>
      `${count} ${count === 1 ? 'entry' : 'entries'} of ${path} ${count === 1 ? 'is' : 'are'} stuck:`,
  },
  /** The lines about a file, in order of time. */
  timeline: {
    found: (seconds: string, size: string) => `found, and finished after ${seconds} s: ${size}`,
    progress: (percent: number) => `uploading: ${percent} %`,
    inbox: (reason: string) => `in the inbox: ${reason}`,
    held: (destination: string) => `undo period for ${destination}`,
    queued: (destination: string) => `queued for ${destination}`,
    waiting: (error: string) => `waiting: ${error}`,
    uploading: 'uploading',
    stored: 'stored',
    storedWaiting: (error: string) => `stored, waiting: ${error}`,
    registering: 'registering',
    verifying: 'checking whether it was registered',
    processing: (id: string) => `processing as attachment ${id}`,
    linking: (name: string) => `in the chart, being added to the case ${name}`,
    linkingWaiting: (name: string, error: string) =>
      `in the chart, but not in the case ${name} yet: ${error}`,
    filed: (destination: string, id: string) => `filed with ${destination} as attachment ${id}`,
    archived: (id: string) => `archived: attachment ${id}`,
    moved: (path: string) => `moved to ${path}`,
    trashed: 'moved to the trash',
    leftAlone: 'the local file was changed meanwhile and stays where it is',
    failed: (error: string) => `failed: ${error}`,
    ignored: 'ignored',
    overwritten: 'overwritten before it was filed',
    takenOver: 'taken over by another PC',
    split: (parts: number) => `split into ${parts} parts`,
    parted: 'all parts are done',
  },
};
