/**
 * Presses the button that stands in the element with this id, as a pointer would: it takes the focus, so that a dialog
 * gives it back there, and whatever keeps it from acting keeps the key from acting too.
 */
export function pressAct(id: string) {
  const button = document.getElementById(id)?.querySelector('button');
  button?.focus();
  button?.click();
}
