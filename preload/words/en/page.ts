import { pluralOf } from '../plural.ts';

const count = pluralOf('en');

/** The page of a file, compared with its patient. */
export const page = {
  agrees: 'The page names this patient',
  suggests: 'The page names this patient. Is it the right one?',
  unread: 'Not read yet',
  unreadable: 'The page could not be read.',
  names: (patient: string) => `Page names ${patient}`,
  says: (line: string) => `The page says: “${line}”`,
  chose: (line: string) => `The page alone chose the patient: “${line}”`,
  lineOf: (name: string) => `The line of the page, ${name}`,
  filedAlready: 'The file is already in the chart of the chosen patient.',
  fileAnyway: (destination: string) => `File with ${destination} anyway`,
  moveTo: (destination: string) => `Move to ${destination}`,
  leaveWith: (destination: string) => `Leave with ${destination}`,
  waits: (n: number) =>
    count(n, {
      one: 'The page names another patient. The file waits in the inbox.',
      other: '{n} files wait in the inbox, since their pages name other patients.',
    }),
  routeHelp:
    'Chartdrop reads every page on this PC. It files a scan without asking only if the pages give the full name and the date of birth of exactly one current patient, and nothing contradicts that. All other scans wait in the inbox.',
  readingHelp:
    'Chartdrop reads PDF, text and picture files. Nothing of a page leaves this PC. Folders filed by their pages need this too.',
  guardHelp:
    'Before a file is sent, a page with another patient’s full name and date of birth makes it wait for you.',
  suggestionHelp: 'A file without a patient comes with the one on its page. You file it.',
  languagesHelp: 'Fewer languages are read faster. The language of the window comes first.',
};
