import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seedFile } from '../../../main/demo-clinic/seed/seed-files.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { cliDesk } from './cli-desk.ts';

const files = 90;
/**
 * A window 7.5 times as short as the service's, which is harder to keep, with so few calls that a slow machine uses
 * them up too. Whether 300 files use up the service's limit is measured by `npm run bench -- many`.
 */
const limit = { requests: 60, windowMs: 8000 };
const filesPerWindow = limit.requests / 2;

interface Entry {
  at: number;
  file: string;
  state: string;
}

it(`${files} files dropped at once are filed at 90 % of what the limit allows, without one 429 (case 7)`, async () => {
  const desk = await cliDesk({ rateLimit: limit });
  const folder = await tempFolder();
  const rate = `${limit.requests}/${limit.windowMs / 1000}`;
  const watch = desk.start('watch', folder, '--json', '--patient', desk.jane, '--rate', rate);
  await expect.poll(() => watch.process.exitCode ?? watch.stderr()).toContain('Watching.');
  await Promise.all(
    Array.from({ length: files }, (_, at) =>
      writeFile(join(folder, `${at}.pdf`), seedFile('pdf', 10_000 + at)),
    ),
  );
  const putAway = new Set<string>();
  await watch.line((line) => {
    const { file, state } = JSON.parse(line) as Entry;
    if (state === 'put away') putAway.add(file);
    return putAway.size === files;
  });
  const { code, out } = await watch.kill('SIGINT');
  expect(code).toBe(0);
  expect(desk.demo.requests().answers429).toBe(0);
  expect(desk.demo.attachments().filter((one) => /^\d+\.pdf$/.test(one.filename ?? ''))).toHaveLength(files);

  // Only over complete windows from the first call: in part of a window the limit allows all calls at once.
  const entries = out.split('\n').map((line) => JSON.parse(line) as Entry);
  const registered = entries.filter(({ state }) => state === 'processing').map(({ at }) => at);
  const start = Math.min(...entries.filter(({ state }) => state === 'uploading').map(({ at }) => at));
  const windows = Math.floor((Math.max(...registered) - start) / limit.windowMs);
  const inWindows = registered.filter((at) => at < start + windows * limit.windowMs).length;
  expect(windows).toBeGreaterThan(1);
  expect(inWindows / (windows * filesPerWindow)).toBeGreaterThanOrEqual(0.9);
});

it('nine commands in a row cause no 429: they share one budget', async () => {
  const short = { requests: 12, windowMs: 4000 };
  const desk = await cliDesk({ rateLimit: short });
  const rate = `${short.requests}/${short.windowMs / 1000}`;
  for (let at = 0; at < 9; at += 1) {
    const { code, err } = await desk.run('patients', 'citizen, jane', '--rate', rate);
    expect([code, err]).toEqual([0, '']);
  }
  expect(desk.demo.requests().api).toBeGreaterThan(short.requests);
  expect(desk.demo.requests().answers429).toBe(0);
});
