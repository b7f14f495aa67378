import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { cliDesk } from './cli-desk.ts';
import { startCli } from './run-cli.ts';

it('an uncaught error is logged by its code, explained, and ends the program', async () => {
  const desk = await cliDesk();
  const watch = startCli(['watch', await tempFolder(), '--data', desk.data, '--patient', desk.jane], {
    ...desk.env,
    NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=./test/fixtures/fault-on-signal.mjs`,
  });
  await expect.poll(() => watch.stderr()).toContain('Watching.');
  const { code, err } = await watch.kill('SIGUSR2');
  expect(code).toBe(1);
  expect(err).toContain('Something unexpected went wrong, and Chartdrop has to quit.');
  expect(err).not.toContain('Citizen');
  const log = await readFile(join(desk.data, 'logs', 'chartdrop.log'), 'utf8');
  expect(log.split('\n').at(-2)).toContain('"event":"stopped-by-fault","code":"unexpected"');
  expect(log).not.toContain('Citizen');
});
