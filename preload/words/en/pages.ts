import { pluralOf } from '../plural.ts';

const count = pluralOf('en');

/** Pages of files that are put together before they are filed. */
export const pages = {
  open: 'Pages…',
  openOf: (name: string) => `Pages… ${name}`,
  putBack: 'Put pages back',
  putBackOf: (name: string) => `Put pages back: ${name}`,
  title: 'Put pages together',
  help: 'The scan stays as it was. The PDF that you put together is filed instead.',
  turnLeft: 'Turn left',
  turnRight: 'Turn right',
  turnAll: 'Turn all',
  earlier: 'Earlier',
  later: 'Later',
  leaveOut: 'Leave out',
  putIn: 'Put in',
  isOut: 'Left out',
  split: 'Split before',
  join: 'Do not split',
  starts: 'New document',
  dropBlank: 'Leave out blank pages',
  blank: (n: number) =>
    count(n, { one: '{n} blank page is left out.', other: '{n} blank pages are left out.' }),
  make: (n: number) => count(n, { one: 'Make {n} document', other: 'Make {n} documents' }),
  made: (n: number) => count(n, { one: '{n} document was made.', other: '{n} documents were made.' }),
  madeOf: (n: number) =>
    count(n, { one: 'Put together from {n} scan', other: 'Put together from {n} scans' }),
};
