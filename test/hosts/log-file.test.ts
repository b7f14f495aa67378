import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLogFile } from '../../main/hosts/log-file.ts';
import { logRef } from '../../main/base/log.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { noModes, onlyOn } from '../fixtures/only-on.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const clock = createFakeClock(Date.UTC(2026, 10, 25, 8, 0, 0));

describe('the log file', () => {
  it('holds one event per line: time, severity, event, and its fields', async () => {
    const log = createLogFile({ directory: join(await tempFolder(), 'logs'), clock });
    log.info('started');
    log.warn('job-changed', { ref: logRef('a job'), state: 'failed', code: 'disk-full' });
    expect(log.tail(10).map((line) => JSON.parse(line) as unknown)).toEqual([
      { at: '2026-11-25T08:00:00.000Z', level: 'info', event: 'started' },
      {
        at: '2026-11-25T08:00:00.000Z',
        level: 'warn',
        event: 'job-changed',
        code: 'disk-full',
        state: 'failed',
        ref: logRef('a job'),
      },
    ]);
  });

  it('is written soon after, many lines at once, and a warning at once with the lines before it', async () => {
    const log = createLogFile({ directory: await tempFolder(), clock });
    const written = async (): Promise<number> =>
      (await readFile(log.path, 'utf8').catch(() => '')).split('\n').length - 1;
    log.info('started');
    clock.advance(99);
    log.info('stopped');
    expect(await written()).toBe(0);
    clock.advance(1);
    expect(await written()).toBe(2);
    log.info('started');
    log.warn('job-changed', { state: 'failed' });
    clock.advance(0);
    expect(await written()).toBe(4);
    clock.advance(1000);
    expect(await written()).toBe(4);
  });

  it('is for this account alone', onlyOn('posix', noModes), async () => {
    const log = createLogFile({ directory: await tempFolder(), clock });
    log.info('started');
    log.flush();
    expect((await stat(log.path)).mode & 0o077).toBe(0);
  });

  it('is rotated at its size, and keeps a number of files', async () => {
    const directory = await tempFolder();
    const log = createLogFile({ directory, clock, maxBytes: 200, files: 3 });
    for (let count = 0; count < 40; count += 1) {
      log.info('scan-gone-unfinished', { count });
      log.flush();
    }
    expect((await readdir(directory)).sort()).toEqual([
      'chartdrop.1.log',
      'chartdrop.2.log',
      'chartdrop.log',
    ]);
    for (const name of await readdir(directory)) {
      expect((await stat(join(directory, name))).size).toBeLessThan(400);
    }
    // A log can exceed the limit by the end of its last entry.
    expect(log.tail(3).map((line) => (JSON.parse(line) as { count: number }).count)).toEqual([37, 38, 39]);
  });

  it.each<[string, string, object]>([
    ['an event that is no word of ours', 'Jane Citizen was filed', {}],
    ['a field that is none of ours', 'started', { name: 'Jane Citizen' }],
    ['a code that is none', 'started', { code: 'letter for Jane Citizen.pdf' }],
    ['a state that is none', 'job-changed', { state: 'Jane Citizen' }],
    ['an id in place of its hash', 'job-changed', { ref: '1968645883121643170' }],
    ['text in place of a number', 'started', { count: 'Jane Citizen' }],
  ])('does not write %s, even if the compiler allowed it', async (_what, event, fields) => {
    const log = createLogFile({ directory: await tempFolder(), clock });
    log.info(event as 'started', fields);
    const [line] = log.tail(1);
    expect(JSON.parse(line ?? '')).toMatchObject({ event: 'not-loggable' });
    expect(line).not.toMatch(/Citizen|1968645883121643170/);
  });

  it('stops nothing if it cannot be written, and reports the loss afterwards', async () => {
    const parent = await tempFolder();
    const directory = join(parent, 'logs');
    // A file in place of its folder, which not even root can write to.
    await writeFile(directory, '');
    const log = createLogFile({ directory, clock });
    log.info('started');
    log.info('stopped');
    log.flush();
    await rm(directory);
    await mkdir(directory);
    await chmod(directory, 0o700);
    log.info('started');
    expect(log.tail(10).map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { event: 'log-lines-lost', count: 2 },
      { event: 'started' },
    ]);
  });
});
