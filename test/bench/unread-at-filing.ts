import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { secondSet } from '../letters/measure.ts';
import { scanOf } from '../letters/read-letters.ts';
import { onStage, type Stage } from './stage.ts';

const scans = 300;
/** Different letters; each is copied with other bytes behind its end. */
const letters = 12;
/** The service's limit (API, “Rate limits”). */
const limit = { requests: 200, windowMs: 60_000 };
const longestMs = 20 * 60_000;

/** The files of the history’s entries of one kind, in the order of the entries. */
async function entriesOf({ clinic }: Stage, data: string): Promise<{ what: string; file: string }[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['dist/main/headless.js', 'history', 'export', '--csv', '-', '--data', data],
    {
      env: { ...process.env, CHARTDROP_API_URL: clinic.apiUrl, CHARTDROP_API_KEY: clinic.apiKey },
      maxBuffer: 2 ** 28,
    },
  );
  return stdout.split('\n').flatMap((row) => {
    const [, , what, file] = row.split('","');
    return what === undefined || file === undefined ? [] : [{ what, file }];
  });
}

/** Of 300 scans that appear at once, with the service’s limit: how many were not read yet when they were filed. */
export async function unreadAtFiling(place: string): Promise<number> {
  const { people, letterOf } = secondSet(3);
  const kinds: Buffer[] = [];
  for (let number = 0; number < letters; number += 1)
    kinds.push(await scanOf(await letterOf(number, people).pdf(), 'scan', number));
  const bytesOf = (at: number): Buffer =>
    Buffer.concat([kinds[at % letters] ?? Buffer.alloc(0), Buffer.from(`\n% ${at}\n`)]);
  return onStage(place, { rateLimit: limit, bytesOf }, async (stage) => {
    const names = await stage.write(scans);
    const watcher = await stage.watch();
    await stage.appear(names);
    await watcher.until('filed', scans, longestMs);
    await watcher.stop();
    const read = new Set<string>();
    let unread = 0;
    let filed = 0;
    for (const { what, file } of await entriesOf(stage, watcher.data)) {
      if (what === 'job-page-read') read.add(file);
      if (what !== 'job-filed') continue;
      filed += 1;
      if (!read.has(file)) unread += 1;
    }
    if (filed !== scans) throw new Error(`the history has ${filed} filed scans, not ${scans}`);
    return unread;
  });
}
