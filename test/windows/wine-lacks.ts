/** Used instead of a test's name for a complete file that could not be loaded; counts as one. */
export const wholeFile = 'the whole file';

/**
 * Features that Wine lacks, so that these tests say nothing about Windows: each reason with its tests by file and full
 * name. Failures caused by the program are not listed. A name without a test fails the run.
 */
export const wineLacks: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'it makes no symbolic links that its programs follow, or know as such.': {
    'test/scans/folder-watch.test.ts': [
      'which files of a folder follows no symbolic link, but may be reached through one',
    ],
    'test/scans/settle-file.test.ts': [
      'one file that settles ends at once for a path that is no file: a symbolic link',
    ],
    'test/database/run-lock.test.ts': [
      'the lock on a data directory keeps another process out that reaches the same folder by another name: a symbolic link (case 54)',
      'the lock on a data directory keeps another process out that reaches the same folder by another name: a bind mount (case 54)',
    ],
    'test/scans/data-drive.test.ts': [
      'a data folder on a network drive (case 54) is recognised behind a link',
    ],
    'test/scans/one-scan-once.test.ts': [
      'case 36: settings that take in more case 48: a link that leads elsewhere is a folder that asks',
    ],
    'test/scans/claims.test.ts': [
      'the places for claims are refused if .chartdrop is a link',
      'the places for claims are refused if .chartdrop/claims is a link',
      'the places for claims are refused if .chartdrop/claims/clinic is a link',
      'the places for claims are refused if .chartdrop/stations is a link',
    ],
    'test/window/given-entries.test.ts': [
      'case 45: takes the letters of a dropped folder, and names each other entry with its reason',
      'case 45: the same for a folder and for files that are opened with Chartdrop',
    ],
    'test/window/handles.test.ts': [
      'the folder browser shows folders below its root, without hidden ones and without links',
    ],
    'test/attacks/attacks.test.ts': [
      'holds against A peer on the share makes the claims of a folder that is watched a link',
    ],
    'test/uploads/given-files.test.ts': [
      'files that are given at once are what a link leads to at that moment, under the name of the link',
    ],
  },
  'a folder that is deleted stays until nobody watches it; Windows 10 and later delete it at once.': {
    'test/scans/folder-events.test.ts': [
      'the native events of a folder continue for a folder that is deleted and created again',
    ],
    'test/scans/folder-watch-trouble.test.ts': [
      'a missing folder case 28: a deleted folder is not created again; one that a person makes is watched again',
    ],
  },
  'a rename that changes nothing but the case of a name does nothing; Windows takes the new spelling.': {
    'test/scans/one-scan-once.test.ts': [
      'case 35: the file that it was case 39: renamed while it waits, also only its case, its job moves with it',
    ],
  },
  'its calls take several times as long, so a rate says nothing.': {
    'test/hosts/headless/rate.test.ts': [
      '90 files dropped at once are filed at 90 % of what the limit allows, without one 429 (case 7)',
    ],
  },
  'it has no git, which lists the sources that these tests read.': {
    'test/architecture/documents.test.ts': [wholeFile],
    'test/architecture/import-table.test.ts': [wholeFile],
    'test/architecture/module-graph.test.ts': [wholeFile],
    'test/words/catalogue.test.ts': [wholeFile],
    'test/words/dialect.test.ts': [wholeFile],
    'test/words/hard-coded.test.ts': [wholeFile],
  },
};

/** The reason why Wine cannot run this test, or null. `file` is relative to the project, with forward slashes. */
export function whyNotInWine(file: string, fullName: string): string | null {
  for (const [reason, files] of Object.entries(wineLacks)) {
    if (files[file]?.includes(fullName) === true) return `Wine: ${reason}`;
  }
  return null;
}
