import { errorTable } from '../preload/contract/error-table.ts';
import { isPassing, isRetried } from '../preload/contract/temporary-errors.ts';
import { errorCodeSchema, type ErrorCode } from '../preload/contract/errors.ts';
import { errors } from '../preload/words/en/errors.ts';
import { ChartdropError } from '../main/base/errors.ts';
import { recovery } from '../main/jobs/retry-policy.ts';

/** Where `npm run reference` writes the table. */
export const errorReferencePath = 'docs/reference/errors.md';

const given = { random: 0.5, untilReset: 30_000, isKept: false, isReached: false };

/** The reaction of the queue to a job's error: the first time, and after many times. */
function inQueue(code: ErrorCode): string {
  const error = new ChartdropError(code);
  const [first, last] = [0, 50].map((tries) => recovery(error, { ...given, tries }));
  switch (first?.kind) {
    case 'later':
      if (last?.kind === 'fail') return 'again a few times, then a person';
      return code === 'rate-limited' ? 'again at the reset' : 'again: after 1 s, doubling to 60 s';
    case 'wait-for-key':
      return 'all files wait for a key';
    case 'to-inbox':
      return 'a person: back in the inbox';
    case 'taken-over':
      return 'another PC files it';
    case 'leave':
      return 'resumes at the next start';
    case 'fail':
    case undefined:
      return 'a person: failed';
  }
}

/** The table of all errors, from the functions that react to them. */
export function errorReference(): string {
  const rows = errorCodeSchema.options.map((code) => {
    const passes = isPassing(code);
    return [
      `\`${code}\``,
      errors[code],
      inQueue(code),
      isRetried(code) ? 'yes' : 'no',
      passes ? '“Try again in a moment.”' : 'says what to do',
      passes ? 'again: after 1 s, doubling to 60 s' : 'no',
      passes ? 'tries again for `--wait`' : 'ends',
    ];
  });
  const lines = rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return [
    '# Errors\n',
    'Made by `npm run reference`; do not edit this page. `preload/contract/error-table.ts` says how the program reacts to',
    'each error. The columns are what its parts make of that, asked by calling them:\n',
    '- **queue**: what happens to a file that has the error on its way to the chart.',
    '- **promise**: whether the row of a waiting file, or the card of a folder, says that Chartdrop tries again.',
    '- **act**: what the window adds to the error of an act, such as selecting a patient. An act is not repeated.',
    '- **search**: whether the search for a patient, and the list of cases, load again on their own. Other lists offer',
    '  “Try again”.',
    '- **command**: what a command that ends with its answer does.\n',
    `Errors: ${Object.keys(errorTable).length}. A sentence without a full stop continues with the service’s own words.\n`,
    '| code | in words | queue | promise | act | search | command |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}
