import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClinicFork, forkClinic } from '../demo-clinic/clinic-fork.ts';
import { clientOf, somePatient } from './clinic-side.ts';
import { processCost } from './process-cost.ts';
import { type BenchResult, resultOf } from './result.ts';
import { scanBytes, sha256Of } from './scan-files.ts';

const files = 1500;
const fileBytes = 1_000_000;
const megabyte = 1e6;

/** The most memory, in bytes, that the built `chartdrop upload` has while it files them all. */
async function peakOf(
  given: { clinic: ClinicFork; patientId: string; data: string },
  paths: readonly string[],
): Promise<number> {
  const options = ['--patient', given.patientId, '--data', given.data, '--rate', '100000/1', '--json'];
  const child = spawn(process.execPath, ['dist/main/headless.js', 'upload', ...options, ...paths], {
    env: { ...process.env, CHARTDROP_API_KEY: given.clinic.apiKey, CHARTDROP_API_URL: given.clinic.apiUrl },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, processCost(child.pid)?.peakRss ?? 0);
  }, 20);
  const [code] = await ended.finally(() => clearInterval(look));
  if (code !== 0) throw new Error('not every file was filed');
  return peak;
}

/** 1,500 files of 1 MB on one command line: what they take more than one file does. */
export async function benchGiven(place: string): Promise<BenchResult> {
  const here = await mkdtemp(join(place, 'given-'));
  const folder = join(here, 'files');
  await mkdir(folder);
  const clinic = await forkClinic({ directory: join(here, 'clinic'), rateLimit: null, processingMs: 0 });
  try {
    const patientId = await somePatient(clientOf(clinic));
    const paths = Array.from({ length: files }, (_, at) => join(folder, `${at}.pdf`));
    const written: string[] = [];
    for (const path of paths) {
      const bytes = scanBytes(fileBytes);
      written.push(sha256Of(bytes));
      await writeFile(path, bytes);
    }
    const one = join(folder, 'one.pdf');
    await writeFile(one, scanBytes(fileBytes));
    const stage = { clinic, patientId };
    const onePeak = await peakOf({ ...stage, data: join(here, 'one') }, [one]);
    const startedAt = performance.now();
    const allPeak = await peakOf({ ...stage, data: join(here, 'all') }, paths);
    const filedMs = performance.now() - startedAt;
    const stored = new Set((await clinic.book()).attachments.map(({ sha256 }) => sha256));
    if (written.some((sha256) => !stored.has(sha256))) throw new Error('the clinic does not hold each file');
    return resultOf({
      files,
      fileBytes,
      filedMs,
      onePeakMB: onePeak / megabyte,
      peakMB: allPeak / megabyte,
      extraMB: (allPeak - onePeak) / megabyte,
    });
  } finally {
    await clinic.kill();
    await rm(here, { recursive: true });
  }
}
