import { type Press, rowOf } from './keys.ts';

/** The act of a key in the desk's list. */
export type DeskKey =
  | { readonly kind: 'go' | 'extend'; readonly index: number }
  /** Selects all rows. */
  | { readonly kind: 'all' }
  /** Goes to the decision about the current file. */
  | { readonly kind: 'decide' }
  /** Goes to the search for the current file's patient, which receives the letter. */
  | { readonly kind: 'search' }
  | { readonly kind: 'dismiss' };

/** Rows that a page key moves by. */
const pageRows = 10;

/** The act of a key, as in the lists of the system; null if it has none. */
export function deskKey(
  press: Press & Pick<KeyboardEvent, 'repeat'>,
  { index, total }: { index: number; total: number },
): DeskKey | null {
  const row = rowOf('desk', press);
  if (row === null || total === 0) return null;
  const { act, key } = row;
  if (act === 'all' || act === 'search') return { kind: act };
  // Held down, they would act on one file after the other.
  if (act === 'decide' || act === 'dismiss') return press.repeat ? null : { kind: act };
  const targets: Partial<Record<typeof key, number>> = {
    ArrowUp: index - 1,
    ArrowDown: index + 1,
    PageUp: index - pageRows,
    PageDown: index + pageRows,
    Home: 0,
    End: total - 1,
  };
  const target = targets[key];
  if (target === undefined) return null;
  return { kind: act === 'extend' ? 'extend' : 'go', index: Math.max(0, Math.min(total - 1, target)) };
}
