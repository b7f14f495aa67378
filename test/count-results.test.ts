import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tempFolder } from './fixtures/temp-folder.ts';

/** Runs it on reports as the runners write them, with the fields that it reads. */
async function count(...reports: readonly unknown[]) {
  const folder = await tempFolder();
  const paths = reports.map((_, at) => join(folder, `${at}.json`));
  for (const [at, report] of reports.entries()) {
    if (report !== null) await writeFile(paths[at] ?? '', JSON.stringify(report));
  }
  const script = fileURLToPath(new URL('count-results.ts', import.meta.url));
  const { stdout, status } = spawnSync(process.execPath, [script, ...paths], { encoding: 'utf8' });
  return { lines: stdout.trim().split('\n'), status };
}

const unitTests = (last: string) => ({
  numPassedTests: last === 'passed' ? 2 : 1,
  numTotalTests: 2,
  testResults: [
    {
      name: '/somewhere/queue.test.ts',
      status: last,
      assertionResults: [
        { fullName: 'queue starts', status: 'passed', failureMessages: [] },
        {
          fullName: 'queue ends',
          status: last,
          failureMessages: ['\u001b[31mexpected 1\u001b[39m\nto be 2'],
        },
      ],
    },
  ],
});
const browserTests = {
  stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 0 },
  suites: [
    {
      file: 'desk.spec.ts',
      specs: [],
      suites: [
        {
          file: 'desk.spec.ts',
          specs: [
            {
              title: 'a scan is filed',
              tests: [{ status: 'unexpected', results: [{ error: { message: 'not visible' } }] }],
            },
          ],
        },
      ],
    },
  ],
};

describe('the count of all tests', () => {
  it('is one line if all passed', async () => {
    expect(await count(unitTests('passed'))).toEqual({ lines: ['2 passed, 0 failed'], status: 0 });
  });

  it('names each test that did not pass, in a suite within a suite as well', async () => {
    const { lines, status } = await count(unitTests('failed'), browserTests);
    expect(lines).toEqual([
      'not passed: /somewhere/queue.test.ts > queue ends (failed)',
      '    expected 1',
      '    to be 2',
      'not passed: desk.spec.ts > a scan is filed (unexpected)',
      '    not visible',
      '4 passed, 2 failed',
    ]);
    expect(status).toBe(1);
  });

  it('counts a file that did not load, and a report that is missing', async () => {
    const broken = {
      numPassedTests: 2,
      numTotalTests: 2,
      testResults: [{ name: 'x.test.ts', status: 'failed', message: 'no module', assertionResults: [] }],
    };
    const { lines, status } = await count(broken, null);
    expect(lines.filter((line) => line.startsWith('not passed: '))).toHaveLength(2);
    expect(lines.at(-1)).toBe('2 passed, 2 failed');
    expect(status).toBe(1);
  });
});
