/** The topmost open dialog, or null. */
const openDialog = (): Element | null => [...document.querySelectorAll('dialog[open]')].at(-1) ?? null;

/**
 * Focuses the search box of the open dialog. Returns false if no dialog is open: typing is then meant for the window.
 */
export function findInDialog(): boolean {
  const dialog = openDialog();
  if (dialog === null) return false;
  const box = dialog.querySelector<HTMLInputElement>('input[type="search"]');
  box?.focus();
  box?.select();
  return true;
}

/** True while a dialog is open. A shortcut must not discard its input. */
export const isDialogOpen = (): boolean => openDialog() !== null;
