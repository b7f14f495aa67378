/** The list of keys. */
export const keys = {
  title: 'Keys',
  /** The keys' names on keyboards of this language. */
  control: 'Ctrl',
  shift: 'Shift',
};

export const keyNames = {
  PageUp: 'Page up',
  PageDown: 'Page down',
  Home: 'Home',
  End: 'End',
  Enter: 'Enter',
  Delete: 'Delete',
  letter: 'Letters',
};

export const keyPlaces = {
  window: 'Everywhere',
  desk: 'In the list of files',
  finder: 'In a box that finds a patient',
  page: 'On a shown page (arrows move it)',
};

export const keyActs = {
  keys: 'Show the keys',
  undo: 'Undo what a notice offers',
  find: 'Find a patient',
  patient: 'Card of the selected patient',
  desk: 'Desk',
  attachments: 'Attachments',
  history: 'History',
  settings: 'Settings',
  up: 'One file up',
  down: 'One file down',
  pageUp: 'Ten files up',
  pageDown: 'Ten files down',
  first: 'First file',
  last: 'Last file',
  extend: 'Select several files',
  all: 'Select all files',
  decide: 'Decide about the file',
  search: 'Find the file’s patient',
  dismiss: 'Ignore the file',
  previousPatient: 'One patient up',
  nextPatient: 'One patient down',
  choose: 'Choose the patient',
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  fit: 'Full width',
  turn: 'Turn the view',
  previousPage: 'Previous page',
  nextPage: 'Next page',
};
