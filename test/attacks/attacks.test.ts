import { describe, expect, it } from 'vitest';
import { onlyOn } from '../fixtures/only-on.ts';
import { allAttacks } from './all-attacks.ts';

const attacks = await allAttacks();

describe('holds against', () => {
  for (const attack of attacks.filter(({ slow }) => slow !== true)) {
    const { name, posixOnly } = attack;
    it(name, posixOnly === undefined ? {} : onlyOn('posix', posixOnly), async () => {
      expect(await attack.run()).toBe('held');
    });
  }
});

it('gives each attack a different name', () => {
  const names = attacks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
