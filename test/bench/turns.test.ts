import { expect, it } from 'vitest';
import { inTurns, orderOf } from './turns.ts';

it('each side goes first in one of the turns', () => {
  expect([0, 1, 2, 3].map((turn) => orderOf(['a', 'b', 'c'], turn).join(''))).toEqual([
    'abc',
    'bca',
    'cab',
    'abc',
  ]);
});

it('all sides are measured in turns, without the warm-up turns', async () => {
  let at = 0;
  const told: string[] = [];
  const side = (name: string) => async () => {
    told.push(name);
    return (at += 1);
  };
  const measured = await inTurns({ turns: 2, warmUps: 1 }, { own: side('own'), peer: side('peer') });
  expect(told).toEqual(['own', 'peer', 'peer', 'own', 'own', 'peer']);
  expect(measured).toEqual({ own: [4, 5], peer: [3, 6] });
});
