import { describe, expect, it } from 'vitest';
import { lastLines, readReport, sumOf, type Tally } from './tally.ts';

const report = (...assertions: object[]): string =>
  JSON.stringify({
    testResults: [
      { name: 'Z:\\work\\test\\scans\\a.test.ts', status: 'passed', assertionResults: assertions },
    ],
  });
const assertion = (status: string, more: object = {}) => ({
  fullName: `it ${status}`,
  status,
  meta: {},
  ...more,
});

describe('a report of the tests', () => {
  it('is counted by what passed, failed and was left out, with the files by their place in the project', () => {
    const json = report(
      assertion('passed'),
      assertion('failed', { failureMessages: ['Error: EBUSY\n    at somewhere'] }),
      assertion('skipped', { meta: { leftOut: 'Wine: no links' } }),
    );
    expect(readReport(json)).toEqual({
      passed: 1,
      failed: ['test/scans/a.test.ts | it failed | Error: EBUSY'],
      leftOut: [{ file: 'test/scans/a.test.ts', test: 'it skipped', reason: 'Wine: no links' }],
      files: ['test/scans/a.test.ts'],
    });
  });

  it('counts a skipped test without a reason as failed', () => {
    expect(readReport(report(assertion('skipped'))).failed).toEqual([
      'test/scans/a.test.ts | it skipped | skipped',
    ]);
  });

  it('counts a test that failed as failed, whatever its reason', () => {
    const json = report(assertion('failed', { meta: { leftOut: 'Wine: no links' } }));
    expect(readReport(json).failed).toHaveLength(1);
  });

  it('counts a file that could not be loaded as failed', () => {
    const json = JSON.stringify({
      testResults: [
        {
          name: '/project/test/a.test.ts',
          status: 'failed',
          message: 'no such package',
          assertionResults: [],
        },
      ],
    });
    expect(readReport(json).failed).toEqual(['test/a.test.ts | no such package']);
  });
});

describe('the last lines', () => {
  it('name each failure, each reason with its count, and the sums', () => {
    const left = (reason: string) => ({ file: 'a', test: 'b', reason });
    const one: Tally = { passed: 3, failed: ['a | b | c'], leftOut: [left('no modes'), left('no links')] };
    const two: Tally = { passed: 4, failed: [], leftOut: [left('no modes')] };
    expect(lastLines(sumOf([one, two]), 130.2)).toEqual([
      'failed: a | b | c',
      'left out: 2: no modes',
      'left out: 1: no links',
      'windows: 7 passed, 1 failed, 3 left out in 2 min 10 s',
    ]);
  });
});
