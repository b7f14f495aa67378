import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** Sums the test runners' reports and prints `N passed, N failed`. A missing report counts as a failure. */
const vitestReport = z
  .object({ numPassedTests: z.number(), numFailedTests: z.number(), numTotalTests: z.number() })
  .transform(({ numPassedTests: passed, numTotalTests: total }) => ({ passed, failed: total - passed }));
/** Tests that Playwright skipped count as failed: none may be skipped. */
const playwrightReport = z
  .object({
    stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  })
  .transform(({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped,
  }));
const reportSchema = z.union([vitestReport, playwrightReport]);

let passed = 0;
let failed = 0;
for (const path of process.argv.slice(2)) {
  if (!existsSync(path)) {
    failed += 1;
    continue;
  }
  const report = reportSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  passed += report.passed;
  failed += report.failed;
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
