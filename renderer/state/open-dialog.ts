/** The dialog that is open, on top of all others; null where none is. */
const openDialog = (): Element | null => [...document.querySelectorAll('dialog[open]')].at(-1) ?? null;

/**
 * Looks for a search box in the dialog that is open and gives it the focus. Returns false where no dialog is open: what a
 * person types then is meant for the window.
 */
export function findInDialog(): boolean {
  const dialog = openDialog();
  if (dialog === null) return false;
  const box = dialog.querySelector<HTMLInputElement>('input[type="search"]');
  box?.focus();
  box?.select();
  return true;
}

/** True while a dialog is open, which a shortcut must not throw away with what was entered in it. */
export const isDialogOpen = (): boolean => openDialog() !== null;
