import { expect, it } from 'vitest';

it('runs on Node 24, which npm brings; an older Node would run the scripts silently', () => {
  expect(process.versions.node.split('.')[0]).toBe('24');
});
