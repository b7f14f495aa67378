import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runProgram } from '../../../main/hosts/cli/program.ts';
import { discreet, peopleOf } from './cli-desk.ts';
import { caseNames } from '../../clinic/case-names.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { testClinic } from '../../fixtures/upload-bench.ts';

it('understands any command line or explains why not, and never prints the key', async () => {
  const demo = await testClinic();
  const { jane, janesCase, archived } = peopleOf(demo);
  const home = await tempFolder();
  const [data, scans] = [join(home, 'data'), join(home, 'scans')];
  await mkdir(scans);
  const letter = join(home, 'letter.pdf');
  await writeFile(letter, 'a letter');
  const keyFile = join(home, 'key');
  await writeFile(keyFile, `${demo.apiKey}\n`);

  const command = fc.constantFrom(
    ...[
      'upload',
      'watch',
      'serve',
      'status',
      'clinic',
      'patients',
      'attachments',
      'archive',
      'history',
      'settings',
    ],
    ...['help', '', 'Upload', '__proto__', 'constructor'],
  );
  const word = fc.oneof(
    fc.constantFrom(
      'verify',
      'export',
      'import',
      `--csv=${join(home, 'history.csv')}`,
      '--from',
      '--to',
      '2026-02-30',
      '2026-11-24',
    ),
    fc.constantFrom(
      '--patient',
      '--case',
      jane,
      janesCase,
      archived,
      '0',
      '-1',
      '1e3',
      '１２',
      'jane citizen',
      '*',
    ),
    fc.constantFrom(
      letter,
      home,
      join(home, 'none.pdf'),
      scans,
      '/dev/null',
      '/dev/zero',
      `${home}/\0`,
      'x'.repeat(5_000),
    ),
    fc.constantFrom(
      '--json',
      '--demo',
      '--rate',
      '200/60',
      '0/0',
      '--rate=1/0.0001',
      '--hold',
      '--settle',
      '--after',
    ),
    fc.constantFrom(
      '--route',
      'inbox',
      'filename',
      '--pattern',
      '(?<patientId>\\d+)',
      '((',
      '--take-over',
      'NaN',
      '1e99',
    ),
    fc.constantFrom(
      '--port',
      '0',
      '99999',
      '--existing',
      '--subfolders',
      '--shared',
      'no',
      '--method',
      'listing',
      '--',
    ),
    fc.constantFrom(
      '--filter',
      'size:>1',
      'size:>>',
      ':',
      '--sort',
      'size:desc',
      '--archived',
      '--accept-duplicate',
    ),
    fc.constantFrom(
      `--api-key-file=${keyFile}`,
      `--api-key-file=${home}`,
      '--version',
      '--help',
      '-h',
      '-',
      '--description',
    ),
    fc.constantFrom(...caseNames.map(([, one]) => one)),
    fc.string({ maxLength: 6 }).filter((text) => !text.startsWith('--')),
  );
  // Almost valid, so that more than the option parser is reached.
  const line = fc.oneof(
    fc.tuple(command, fc.array(word, { maxLength: 6 })).map(([first, words]) => [first, ...words]),
    fc
      .tuple(
        fc.constantFrom(
          ['upload', letter, '--patient', jane],
          ['upload', letter, '--case', janesCase],
          ['watch', scans, '--patient', jane],
          ['attachments', '--patient', jane],
          ['patients', 'citizen'],
          ['archive', '12'],
          ['history', 'verify'],
          ['history', 'export', '--csv=-'],
        ),
        fc.array(word, { maxLength: 3 }),
      )
      .map(([right, words]) => [...right, ...words]),
  );
  const codes = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(line, async ([first = '', ...words]) => {
      const lines: { out: string[]; err: string[] } = { out: [], err: [] };
      const code = await runProgram(
        first === 'history'
          ? [first, ...words.slice(0, 1), '--data', data, ...words.slice(1)]
          : [first, '--data', data, ...words],
        {
          out: (line) => lines.out.push(line),
          err: (line) => lines.err.push(line),
          env: { CHARTDROP_API_KEY: demo.apiKey, CHARTDROP_API_URL: demo.apiUrl },
          isTerminal: false,
          onFault: () => () => undefined,
          // Commands that would run until Ctrl-C get it immediately.
          signal: ['watch', 'serve'].includes(first) ? AbortSignal.abort() : AbortSignal.timeout(10_000),
        },
      );
      expect([0, 1, 2]).toContain(code);
      codes[code] = (codes[code] ?? 0) + 1;
      const [out, err] = [lines.out.join('\n'), lines.err.join('\n')];
      discreet({ code, out, err }, demo.apiKey);
      if (code !== 0) expect(`${out}${err}`).not.toBe('');
      expect(err).not.toContain('Something unexpected');
    }),
    { numRuns: 800, interruptAfterTimeLimit: 8_000 },
  );
  for (const often of codes) expect(often).toBeGreaterThan(0);
});
