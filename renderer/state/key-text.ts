import { words } from '../../preload/words/current.ts';
import type { KeyRow } from './keys.ts';

/** A modifier as it is printed on this system's keyboards. */
export function modifierText(modifier: 'control' | 'shift'): string {
  const w = words();
  if (modifier === 'shift') return w.keys.shift;
  return /mac/i.test(navigator.userAgent) ? '⌘' : w.keys.control;
}

/** The sign of a key that has the same one on every keyboard. */
const signs: Partial<Record<KeyRow['key'], string>> = { ArrowUp: '↑', ArrowDown: '↓' };

/** A key as it is printed on keyboards of the language. */
export function keyText({ key }: KeyRow): string {
  const w = words();
  return signs[key] ?? (key in w.keyNames ? w.keyNames[key as keyof typeof w.keyNames] : key.toUpperCase());
}
