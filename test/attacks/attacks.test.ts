import { describe, expect, it } from 'vitest';
import { allAttacks } from './all-attacks.ts';

const attacks = await allAttacks();

describe('holds against', () => {
  it.each(attacks.filter(({ slow }) => slow !== true))('$name', async (attack) => {
    expect(await attack.run()).toBe('held');
  });
});

it('gives each attack a different name', () => {
  const names = attacks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
