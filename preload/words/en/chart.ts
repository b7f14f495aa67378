import type { AttachmentField } from '../../contract/attachment-field.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

// The clinic's content: attachments, filters, and the history.

const count = pluralOf('en');

export const attachments = {
  recent: 'All recent attachments',
  shown: (shown: string, total: string) => `${shown} of ${total}`,
  move: (n: number) => count(n, { other: 'Move {n} to another patient…' }),
  archive: (n: number) => count(n, { other: 'Archive {n}' }),
  allRecent: 'All recent',
  ofPatient: 'Of a patient…',
  archived: 'Archived attachments',
  order: 'Order',
  ascending: 'ascending',
  descending: 'descending',
  unreadable: 'The attachments cannot be shown',
  namesNotLoaded: (why: string) => `The names of the users could not be loaded. ${why}`,
  asking: 'Loading from Cliniko…',
  none: 'No attachments',
  noneText: 'No attachment matches. Remove a filter, or choose another patient.',
  whose: 'Whose attachments?',
  show: 'Show attachments',
  select: (name: string) => `Select ${name}`,
  processing: 'Cliniko is processing it',
  pinned: 'pinned',
  filedHere: 'filed by Chartdrop',
  save: 'Save a copy',
  saveOf: (name: string) => `Save a copy of ${name}`,
};

export const archivedChoices = {
  without: 'Without archived',
  with: 'With archived',
  only: 'Only archived',
};

export const columns = {
  filename: 'Name',
  content_type: 'Kind',
  size: 'Size',
  patient_id: 'Patient',
  description: 'Description',
  created_at: 'Added',
  user_id: 'By',
  processed_at: 'State',
} satisfies Partial<Record<AttachmentField, string>>;

/** The API's sort fields, in a person's words. */
export const sortFields = {
  created_at: 'Added',
  updated_at: 'Updated',
  processed_at: 'Processed',
  filename: 'Name',
  description: 'Description',
  content_type: 'Kind',
  size: 'Size',
  user_id: 'Added by',
  patient_id: 'Patient',
  archived_at: 'Archived',
  id: 'Id',
} satisfies Partial<Record<AttachmentField, string>>;

/** The API's filter fields, in a person's words. */
export const filterFields = {
  filename: 'Name',
  description: 'Description',
  content_type: 'Kind',
  size: 'Size in bytes',
  created_at: 'Added',
  processed_at: 'Processed',
  updated_at: 'Updated',
  archived_at: 'Archived',
  user_id: 'Added by (user id)',
  patient_id: 'Patient (id)',
  id: 'Id',
} satisfies Partial<Record<AttachmentField, string>>;

export const operators = {
  contains: 'contains',
  is: 'is',
  isNot: 'is not',
  isLike: 'is like (with %)',
  isSet: 'is set',
  isNotSet: 'is not set',
  atLeast: 'at least',
  atMost: 'at most',
  moreThan: 'more than',
  lessThan: 'less than',
  onOrAfter: 'on or after',
  before: 'before',
  after: 'after',
  onOrBefore: 'on or before',
  isAny: 'has any value',
};

export const filters = {
  label: 'Filters',
  field: 'Field',
  condition: 'Condition',
  value: 'Value',
  add: 'Add filter',
  orderBy: 'Order by',
  ascending: 'Ascending',
  descending: 'Descending',
  ascendingTurn: 'Ascending; reverse',
  descendingTurn: 'Descending; reverse',
  remove: (filter: string) => `Remove filter ${filter}`,
  thenBy: 'then by',
  addOrder: 'Then by…',
  removeOrder: (field: string) => `Do not order by ${field}`,
  /** A filter in words, without a value if the condition has none. */
  chip: (field: string, condition: string, value: string | null) =>
    value === null ? `${field} ${condition}` : `${field} ${condition} “${value}”`,
};

/** The expected form of a filter's value, shown for an invalid one. */
export const filterValues = {
  string: 'Type a text to filter by.',
  integer: 'Digits only. Several numbers, with commas between them, fit the condition “is”.',
  dateTime: 'Choose a date.',
};

export const archive = {
  title: (n: number) => count(n, { one: 'Archive this attachment?', other: 'Archive {n} attachments?' }),
  patient: (id: string) => `patient ${id}`,
  warning: `They disappear from the chart’s lists. ${strong('This cannot be undone from Chartdrop.')}`,
  act: 'Archive',
  done: (n: number) => count(n, { one: 'Archived.', other: '{n} archived.' }),
  waits: (n: number) =>
    count(n, {
      one: 'Cliniko has not confirmed that it is archived. Chartdrop checks and retries.',
      other: 'Cliniko has not confirmed {n} of them. Chartdrop checks and retries.',
    }),
};

/** Attachments that are to be archived, but are not archived yet. */
export const pendingArchives = {
  title: 'Not archived yet',
  wrongChart: 'Still in the wrong chart',
  stillThere: 'Still in the chart',
  working: 'Archiving…',
  retryOf: (file: string) => `Try again to archive ${file}`,
  leave: 'Leave it there',
  leaveOf: (file: string) => `Leave ${file} in the chart`,
  refused: (file: string) =>
    `Cliniko did not archive ${file}. Retry on the desk. It is still in the chart of`,
};

export const refile = {
  title: 'Move to another patient',
  text: (file: string, patient: string) =>
    `${strong(file)} is in the chart of ${patient}. Choose the right patient. Chartdrop files it there, then archives it here. Archiving cannot be undone from Chartdrop.`,
  textUnnamed: (file: string) =>
    `${strong(file)} is in another patient’s chart. Choose the right patient. Chartdrop files it there, then archives it here. Archiving cannot be undone from Chartdrop.`,
  moving: 'Moving…',
  movingMany: (done: string, all: string) => `Moving… ${done} of ${all}`,
  act: 'Move to this patient',
  textMany: (n: number) =>
    count(n, {
      other:
        'Choose the right patient for {n} files. Chartdrop files each of them there, then archives it in the first chart. Archiving cannot be undone from Chartdrop.',
    }),
  done: (n: number) =>
    count(n, {
      one: 'The first attachment is archived once the file is filed with',
      other: 'The {n} first attachments are archived once the files are filed with',
    }),
};

export const preview = {
  details: 'Details',
  opening: 'Opening the file…',
  unshowable: 'This kind of file cannot be shown here.',
  instead: 'Save a copy to open it with its own program.',
  cut: 'Only the beginning of the text is shown.',
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  pageOf: (name: string, page: number) => `${name}, page ${page}`,
  previousPage: 'Previous page',
  nextPage: 'Next page',
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  turn: 'Turn',
  turnHelp: 'Turn the view. The file stays as it is.',
  wholePage: 'Whole page',
  fitWidth: 'Full width',
};

export const history = {
  search: 'Search history',
  placeholder: 'File, patient or word',
  exportCsv: 'Export as CSV',
  days: 'Each day: what was scanned, and where it is',
  day: 'Day',
  found: 'Scanned',
  filed: 'Filed',
  waiting: 'Waiting',
  failed: 'Failed',
  dismissed: 'Ignored',
  unreadable: 'The history cannot be shown',
  reading: 'Loading the history…',
  nothing: 'Nothing found',
  nothingText: 'Every act and every change appears here, newest first.',
  entries: 'Acts and changes, newest first',
  when: 'When',
  what: 'What',
  file: 'File',
  patient: 'Patient',
  by: 'By',
  personAt: (person: string, where: string) => `${person} · ${where}`,
  userAt: (user: string, station: string) => `${user} on ${station}`,
  more: 'Show more',
  older: 'Searching older entries…',
  showStory: (file: string) => `What happened to ${file}`,
  allSteps: 'Each step is in the export.',
  change: (name: string, value: string) => `${name}: ${value}`,
};

/** Changes of a file by a person. */
export const historyChanges = {
  paused: 'Paused',
  resumed: 'Resumed',
  first: 'Moved to the front',
  described: (words: string) => `Description: ${words}`,
  undescribed: 'Description removed',
  renamed: 'The file was renamed',
  converted: 'Converted to JPEG',
};

/** Settings of the program without a label of their own, and those of a scan folder. */
export const settingNames = {
  heicPhotos: 'HEIC photos',
  descriptionPresets: 'Descriptions to choose from',
  askPerson: 'Ask who is at the desk',
  readPages: 'Read pages on this PC',
  guardPages: 'Ask if a page names another patient',
  suggestPatients: 'Propose the patient on the page',
  pageLanguages: 'Languages of scanned letters',
  pageGuard: 'Compare the page with the patient',
  coverSheets: 'Split scans at cover sheets',
  todaysPatients: 'Show today’s patients',
  remindAt: 'Remind in the evening',
  sound: 'Sound',
  flash: 'Flash in the taskbar',
  theme: 'Colours',
  language: 'Language',
  path: 'Folder',
  subfolders: 'Subfolders',
  types: 'File types',
  ignore: 'Ignored names',
  route: 'Where scans go',
  afterFiling: 'Once filed',
  watchMethod: 'How changes are noticed',
  settleMs: 'Unchanged for (milliseconds)',
  shared: 'Other PCs',
  takeOverSeconds: 'Other PCs take over after (seconds)',
  description: 'Description',
  nameTemplate: 'Name in the chart',
};
