import { readdir } from 'node:fs/promises';
import type { Attack } from './attack.ts';

/** Every attack: each `*.attacks.ts` in this folder exports its list as `attacks`. */
export async function allAttacks(): Promise<Attack[]> {
  const names = await readdir(import.meta.dirname);
  const found: Attack[] = [];
  for (const name of names.filter((one) => one.endsWith('.attacks.ts')).sort()) {
    const { attacks } = (await import(new URL(name, import.meta.url).href)) as {
      attacks: readonly Attack[];
    };
    found.push(...attacks);
  }
  return found;
}
