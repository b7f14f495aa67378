/** Gives a new element the keys if no other has them: they go on where the last step ended. */
export function takeFocus(element: HTMLElement): void {
  if (document.activeElement === document.body) element.focus();
}
