import { pluralOf } from '../plural.ts';

// Cover sheets: printed words, and where they are made.

const count = pluralOf('en');

export const sheets = {
  title: 'Cover sheets',
  make: 'Cover sheet',
  makeFor: (name: string) => `Cover sheet for ${name}`,
  makeToday: 'Cover sheets for today',
  made: (n: number) =>
    count(n, {
      one: 'The cover sheet is saved as a PDF. Print it, and put it on top of the patient’s pages.',
      other: '{n} cover sheets are saved as a PDF. Print them, and put each on top of its patient’s pages.',
    }),
  separators: 'Save separator sheets',
  separatorsMade: 'The separator sheets are saved as a PDF. Put one between two documents.',
  setting: 'Split scans at cover sheets',
  settingHelp: 'A stack that is scanned at once. Each part goes to the patient on its sheet.',
  help: 'A cover sheet says whose pages follow. Put sheet and pages into the scanner as one stack: Chartdrop files each part, and leaves the sheets out.',
  noKey:
    'No cover sheet was made on this PC yet, so no scan is split here. Make one, or open the key of another PC.',
  key: 'Key of the cover sheets',
  keyHelp:
    'Sheets are signed with a key, so that only sheets of this clinic file without a question. Every PC that scans sheets needs the same key.',
  passphrase: 'Passphrase',
  passphraseHelp: 'At least 8 characters. Tell it to the other PC’s user, not by the same way as the file.',
  saveKey: 'Save key for other PCs',
  keySaved: 'The key is saved. Open this file on the other PCs, with the same passphrase.',
  openKey: 'Open key of another PC',
  keyOpened: 'This PC now has the key. Sheets of the key before only propose their patient.',
  part: (pages: string, n: number) =>
    count(n, { one: 'Page {pages} of a scan', other: 'Pages {pages} of a scan' }).replace('{pages}', pages),
};

/** Printed on the sheets. */
export const printedSheet = {
  title: 'Cover sheet',
  separator: 'Separator sheet',
  born: (date: string) => `Born ${date}`,
  number: (id: string) => `Patient number ${id}`,
  case: (name: string) => `Case ${name}`,
  useBy: (date: string) => `Use by ${date}`,
  order: 'Put this sheet on top of the patient’s pages, and scan all of them together.',
  separatorOrder: 'Put this sheet between two documents, and scan all of them together.',
  leftOut: 'The sheet itself is not filed. Do not write on its codes.',
};
