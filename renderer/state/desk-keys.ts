/** The act of a key in the desk's list. */
export type DeskKey =
  | { readonly kind: 'go' | 'extend'; readonly index: number }
  /** Selects all rows. */
  | { readonly kind: 'all' }
  /** Goes to the decision about the current file. */
  | { readonly kind: 'decide' }
  | { readonly kind: 'dismiss' };

/** Rows that a page key moves by. */
const pageRows = 10;

/** The act of a key, as in the lists of the system; null if it has none. */
export function deskKey(
  event: Pick<
    KeyboardEvent,
    'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'repeat'
  >,
  { index, total }: { index: number; total: number },
): DeskKey | null {
  if (event.altKey || event.isComposing || total === 0) return null;
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'a' ? { kind: 'all' } : null;
  // Held down, they would act on one file after the other.
  if (event.key === 'Enter') return event.repeat ? null : { kind: 'decide' };
  if (event.key === 'Delete') return event.repeat ? null : { kind: 'dismiss' };
  const targets: Record<string, number> = {
    ArrowUp: index - 1,
    ArrowDown: index + 1,
    PageUp: index - pageRows,
    PageDown: index + pageRows,
    Home: 0,
    End: total - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return null;
  return { kind: event.shiftKey ? 'extend' : 'go', index: Math.max(0, Math.min(total - 1, target)) };
}
