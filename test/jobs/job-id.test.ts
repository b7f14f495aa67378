import { expect, it } from 'vitest';
import { newJobId } from '../../main/jobs/job-id.ts';

// The example of RFC 9562, A.6.
const moment = 0x017f22e279b0;

it('begins with its moment, and has version 7', () => {
  expect(newJobId(moment)).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('comes after all of the moments before', () => {
  const ids = [0, 1, moment, moment + 1, moment * 2].map(newJobId);
  expect(ids.toSorted()).toEqual(ids);
});

it('is unique whatever the clock says', () => {
  expect(newJobId(-5.5)).toMatch(/^00000000-0000-7/);
});

it('differs from others of the same moment', () => {
  expect(new Set(Array.from({ length: 1000 }, () => newJobId(moment))).size).toBe(1000);
});
