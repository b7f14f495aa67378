import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import buildProgram from '../build-program.ts';
import { forkClinic } from '../demo-clinic/clinic-fork.ts';

/**
 * Writes thirty scans for one patient, ends the built program in the middle of them as a power cut does, starts it
 * again, and counts in the clinic and in the folder. Prints one line of JSON; ends with 1 unless each was filed once.
 */
const files = 30;
const killAfter = 8;
const patienceMs = 240_000;

await buildProgram();
const place = await mkdtemp(join(tmpdir(), 'chartdrop-queue-'));
const scans = join(place, 'scans');
await mkdir(scans);
const clinic = await forkClinic({ directory: join(place, 'clinic'), rateLimit: null, processingMs: 300 });
const { patients } = await clinic.book();
const patient = patients.find((one) => one.archivedAt === null)?.id ?? '';

let filed = 0;
function start() {
  const program = spawn(
    process.execPath,
    [
      ...['dist/main/headless.js', 'watch', scans, '--data', join(place, 'data')],
      ...['--json', '--patient', patient],
    ],
    {
      env: { ...process.env, CHARTDROP_API_KEY: clinic.apiKey, CHARTDROP_API_URL: clinic.apiUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  createInterface({ input: program.stdout }).on('line', (line) => {
    if (line.includes('"state":"filed"')) filed += 1;
  });
  const said = createInterface({ input: program.stderr });
  const watching = new Promise((resolve) => {
    said.on('line', (line) => line.includes('Watching.') && resolve(null));
    program.on('exit', resolve);
  });
  return { program, watching };
}

async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await isDone()) && performance.now() < end) await pause(50);
}

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.pdf'))
    .map(({ parentPath }) => parentPath);

const first = start();
await first.watching;
const written: string[] = [];
for (let at = 0; at < files; at += 1) {
  const bytes = seedFile('pdf', 9_000 + at);
  written.push(createHash('sha256').update(bytes).digest('hex'));
  await writeFile(join(scans, `letter ${at}.pdf`), bytes);
}
await until(() => filed >= killAfter);
const filedBefore = filed;
first.program.kill('SIGKILL');
await once(first.program, 'exit');

const second = start();
const isPutAway = async (): Promise<boolean> =>
  (await filesBelow(scans)).filter((folder) => folder.includes('Filed')).length === files;
await until(isPutAway);
const { attachments } = await clinic.book();
const copies = written.map((hash) => attachments.filter(({ sha256 }) => sha256 === hash).length);
const sum = {
  found: files,
  filedBefore,
  filed: copies.filter((count) => count === 1).length,
  lost: copies.filter((count) => count === 0).length,
  twice: copies.filter((count) => count > 1).length,
  misfiled: attachments.filter((one) => written.includes(one.sha256 ?? '') && one.patientId !== patient)
    .length,
  putAway: (await filesBelow(scans)).filter((folder) => folder.includes('Filed')).length,
};
second.program.kill('SIGKILL');
await once(second.program, 'exit');
await clinic.kill();
process.stdout.write(`${JSON.stringify(sum)}\n`);
process.exitCode = sum.filed === files && sum.misfiled === 0 && sum.putAway === files ? 0 : 1;
await rm(place, { recursive: true, force: true, maxRetries: 20 });
