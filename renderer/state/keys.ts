/** Where a key acts: in the whole window, in the desk's list, in a box that finds a patient, or on a shown page. */
export type KeyPlace = 'window' | 'desk' | 'finder' | 'page';

/** Every act that has a key. */
export type KeyAct =
  | 'keys'
  | 'undo'
  | 'find'
  | 'patient'
  | 'desk'
  | 'attachments'
  | 'history'
  | 'settings'
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'first'
  | 'last'
  | 'extend'
  | 'all'
  | 'decide'
  | 'search'
  | 'dismiss'
  | 'previousPatient'
  | 'nextPatient'
  | 'choose'
  | 'zoomIn'
  | 'zoomOut'
  | 'fit'
  | 'turn'
  | 'previousPage'
  | 'nextPage';

/** Keys whose names differ by language; others show themselves. */
type NamedKey =
  'ArrowUp' | 'ArrowDown' | 'PageUp' | 'PageDown' | 'Home' | 'End' | 'Enter' | 'Delete' | 'letter';

export interface KeyRow {
  readonly place: KeyPlace;
  readonly act: KeyAct;
  /** As the browser names it, in lower case if it is a letter. `letter`: any letter or digit without an act. */
  readonly key:
    NamedKey | 'f' | 'z' | 'i' | 'a' | 'r' | 'n' | 'p' | '0' | '1' | '2' | '3' | ',' | '?' | '+' | '-';
  /** `control`: Ctrl, or ⌘ on a Mac. */
  readonly with: 'control' | 'shift' | null;
}

const row = (place: KeyPlace, act: KeyAct, key: KeyRow['key'], modifier: KeyRow['with'] = null): KeyRow => ({
  place,
  act,
  key,
  with: modifier,
});

/** The one list of keys: the handlers follow it, and the dialog shows it. */
export const keyRows: readonly KeyRow[] = [
  row('window', 'keys', '?'),
  row('window', 'undo', 'z', 'control'),
  row('window', 'find', 'f', 'control'),
  row('window', 'patient', 'i', 'control'),
  row('window', 'desk', '1', 'control'),
  row('window', 'attachments', '2', 'control'),
  row('window', 'history', '3', 'control'),
  row('window', 'settings', ',', 'control'),
  row('desk', 'up', 'ArrowUp'),
  row('desk', 'down', 'ArrowDown'),
  row('desk', 'pageUp', 'PageUp'),
  row('desk', 'pageDown', 'PageDown'),
  row('desk', 'first', 'Home'),
  row('desk', 'last', 'End'),
  row('desk', 'extend', 'ArrowUp', 'shift'),
  row('desk', 'extend', 'ArrowDown', 'shift'),
  row('desk', 'extend', 'PageUp', 'shift'),
  row('desk', 'extend', 'PageDown', 'shift'),
  row('desk', 'extend', 'Home', 'shift'),
  row('desk', 'extend', 'End', 'shift'),
  row('desk', 'all', 'a', 'control'),
  row('desk', 'decide', 'Enter'),
  row('desk', 'search', 'letter'),
  row('desk', 'dismiss', 'Delete'),
  row('finder', 'previousPatient', 'ArrowUp'),
  row('finder', 'nextPatient', 'ArrowDown'),
  row('finder', 'choose', 'Enter'),
  row('page', 'zoomIn', '+'),
  row('page', 'zoomOut', '-'),
  row('page', 'fit', '0'),
  row('page', 'turn', 'r'),
  row('page', 'previousPage', 'p'),
  row('page', 'nextPage', 'n'),
];

export type Press = Pick<
  KeyboardEvent,
  'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'
>;

const letter = /^[\p{L}\p{N}]$/u;

/** The row of a press in one place; null if the key has no act there. */
export function rowOf(place: KeyPlace, press: Press): KeyRow | null {
  if (press.altKey || press.isComposing) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const control = press.ctrlKey || press.metaKey;
  const rows = keyRows.filter((one) => one.place === place);
  const found = rows.find(
    (one) =>
      one.key === key &&
      control === (one.with === 'control') &&
      // Many keyboards need Shift for a sign.
      (one.key === '?' || one.key === '+' || press.shiftKey === (one.with === 'shift')),
  );
  const isLetter = !control && letter.test(press.key);
  return found ?? (isLetter ? (rows.find((one) => one.key === 'letter') ?? null) : null);
}

/** True if the person types into the element: a sign is then text. */
export const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type="checkbox"], [type="radio"], [type="button"])'));
