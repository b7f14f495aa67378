import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage } from './check-package.ts';
import { packProgram } from './pack-program.ts';
import { defaultAssociations, registrationLines, registrationsOf, withoutSandbox } from './registrations.ts';

/** `npm run pack:check`: packs the built program without a network and prints its content. */
const directory = await mkdtemp(join(tmpdir(), 'chartdrop-pack-'));
const line = (text: string): void => void process.stdout.write(`${text}\n`);
try {
  const { files, megabytes, ...report } = await checkPackage(await packProgram(directory));
  const faults = [...report.faults];
  for (const path of files) line(`  ${path}`);
  line(`${files.length} files, ${megabytes.toFixed(2)} MB, beside Electron itself`);
  const registrations = await registrationsOf();
  for (const text of registrationLines(registrations)) line(`  ${text}`);
  for (const target of defaultAssociations(registrations))
    faults.push(`${target} makes it a default program`);
  for (const target of withoutSandbox(registrations))
    faults.push(`the desktop entry of the ${target} starts it without Chromium’s sandbox`);
  for (const fault of faults) line(`NOT RIGHT: ${fault}`);
  line(faults.length === 0 ? 'The package holds what it should.' : 'The package is not as it should be.');
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
