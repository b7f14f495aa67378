import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/**
 * Reads the test runners' reports: names each test that did not pass with the start of its message, then prints
 * `N passed, N failed`, so that the end of a long log tells what to mend. A missing report counts as a failure.
 */
interface Result {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly Failure[];
}
interface Failure {
  readonly name: string;
  readonly message: string;
}

const vitestReport = z
  .object({
    numPassedTests: z.number(),
    numTotalTests: z.number(),
    testResults: z.array(
      z.object({
        name: z.string(),
        message: z.string().default(''),
        status: z.string(),
        assertionResults: z.array(
          z.object({
            fullName: z.string(),
            status: z.string(),
            failureMessages: z.array(z.string()).nullish(),
          }),
        ),
      }),
    ),
  })
  .transform(({ numPassedTests: passed, numTotalTests: total, testResults }): Result => {
    const failures = testResults.flatMap(({ name, message, status, assertionResults }): Failure[] => {
      const own = assertionResults
        .filter((one) => one.status !== 'passed')
        .map((one) => ({
          name: `${name} > ${one.fullName} (${one.status})`,
          message: one.failureMessages?.[0] ?? '',
        }));
      // A file that did not load, or whose hook failed, has no test that says so.
      return own.length === 0 && status === 'failed' ? [{ name, message }] : own;
    });
    return { passed, failed: Math.max(total - passed, failures.length), failures };
  });

const suiteSchema = z.object({
  file: z.string().default(''),
  specs: z
    .array(
      z.object({
        title: z.string(),
        tests: z.array(
          z.object({
            status: z.string(),
            results: z.array(z.object({ error: z.object({ message: z.string().default('') }).optional() })),
          }),
        ),
      }),
    )
    .default([]),
  get suites(): z.ZodOptional<z.ZodArray<typeof suiteSchema>> {
    return z.array(suiteSchema).optional();
  },
});
type Suite = z.infer<typeof suiteSchema>;

const failuresOf = ({ file, specs, suites }: Suite): Failure[] => [
  ...specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status !== 'expected')
      .map(({ status, results }) => ({
        name: `${file} > ${title} (${status})`,
        message: results.flatMap(({ error }) => error?.message ?? [])[0] ?? '',
      })),
  ),
  ...(suites ?? []).flatMap(failuresOf),
];

/** Tests that Playwright skipped count as failed: none may be skipped. */
const playwrightReport = z
  .object({
    stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
    suites: z.array(suiteSchema),
  })
  .transform(({ stats, suites }): Result => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped,
    failures: suites.flatMap(failuresOf),
  }));
const reportSchema = z.union([vitestReport, playwrightReport]);

const readResult = (path: string): Result =>
  existsSync(path)
    ? reportSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    : { passed: 0, failed: 1, failures: [{ name: path, message: 'the report is missing' }] };

/** Lines of a message that are enough to see which expectation failed. */
const messageLines = 6;

/** As the reports write it, on Windows too. */
const here = `${process.cwd().replaceAll('\\', '/')}/`;

const results = process.argv.slice(2).map(readResult);
for (const { name, message } of results.flatMap(({ failures }) => failures)) {
  process.stdout.write(`not passed: ${name.replaceAll('\\', '/').replace(here, '')}\n`);
  const lines = stripVTControlCharacters(message).split('\n').slice(0, messageLines);
  for (const line of lines) process.stdout.write(`    ${line.slice(0, 200)}\n`);
}
const passed = results.reduce((sum, one) => sum + one.passed, 0);
const failed = results.reduce((sum, one) => sum + one.failed, 0);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
