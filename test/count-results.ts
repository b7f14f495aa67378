import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** Adds up what the test runners reported and prints `N passed, N failed`. A report that is missing is a failure. */
const reportSchema = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });

const reports = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const path of reports) {
  if (!existsSync(path)) {
    failed += 1;
    continue;
  }
  const report = reportSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
