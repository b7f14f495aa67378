import { expect, test } from '@playwright/test';
import { expectedFuses, findPacked, readFuses } from './fuses.ts';

test('the packed program’s fuses have the required state', async () => {
  const packed = findPacked();
  if (packed === null) throw new Error('there is no packed program; `run.ts` leaves this file out then');
  expect(await readFuses(packed)).toEqual(expectedFuses);
});
