import { expect, it } from 'vitest';
import { cliDesk } from './cli-desk.ts';

it('several commands that start for the first time at once keep one data key, and all can read the data', async () => {
  const desk = await cliDesk();
  const first = await Promise.all(Array.from({ length: 6 }, () => desk.run('status', '--json')));
  for (const { code, out } of first) expect({ code, out }).toMatchObject({ code: 0 });
  expect((await desk.run('status', '--json')).code).toBe(0);
  expect(await desk.history()).toEqual([]);
});
