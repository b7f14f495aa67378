import { z } from 'zod';

/** The result of a part of the run: counts, failures by name, and tests left out by reason. */
export interface Tally {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly leftOut: readonly LeftOut[];
}
export interface LeftOut {
  readonly file: string;
  readonly test: string;
  readonly reason: string;
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          meta: z.object({ leftOut: z.string().optional() }).optional(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

const firstLine = (text: string | undefined): string => (text ?? '').split('\n', 1)[0] ?? '';

/** Reads a Vitest report. A skipped test without a reason and a file that could not be loaded count as failed. */
export function readReport(json: string): Tally & { readonly files: readonly string[] } {
  let passed = 0;
  const failed: string[] = [];
  const leftOut: LeftOut[] = [];
  const files: string[] = [];
  for (const { name, status, message, assertionResults } of vitestReport.parse(JSON.parse(json))
    .testResults) {
    const file = name.replaceAll('\\', '/').replace(/^.*\/(?=test\/)/, '');
    files.push(file);
    const failedBefore = failed.length;
    for (const { fullName: test, status: outcome, meta, failureMessages } of assertionResults) {
      const reason = meta?.leftOut;
      if (outcome === 'passed') passed += 1;
      else if (outcome !== 'failed' && reason !== undefined) leftOut.push({ file, test, reason });
      else failed.push(`${file} | ${test} | ${firstLine(failureMessages?.[0]) || outcome}`);
    }
    if (status === 'failed' && failed.length === failedBefore) failed.push(`${file} | ${firstLine(message)}`);
  }
  return { passed, failed, leftOut, files };
}

export const sumOf = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
  failed: tallies.flatMap(({ failed }) => failed),
  leftOut: tallies.flatMap(({ leftOut }) => leftOut),
});

/** The last lines of a run: each reason with its count, then totals and time. */
export function lastLines({ passed, failed, leftOut }: Tally, seconds: number): string[] {
  const reasons = Map.groupBy(leftOut, ({ reason }) => reason);
  return [
    ...failed.map((one) => `failed: ${one}`),
    ...[...reasons].map(([reason, tests]) => `left out: ${tests.length}: ${reason}`),
    `windows: ${passed} passed, ${failed.length} failed, ${leftOut.length} left out in ${timeText(seconds)}`,
  ];
}

const timeText = (seconds: number): string =>
  seconds < 60 ? `${Math.round(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
