/** Keys of the console: one ("j"), with a modifier ("shift j"), or two in turn ("g q"). Pure, so that the rules have a table. */

export type KeyPress = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean };

/** How long the first of two keys waits for the second. */
export const CHORD_MS = 1_200;

/** "shift j" for letters held with shift; `?` and the like are their own keys. Null for anything with ctrl, cmd or alt: those belong to the browser. */
export function nameOf(press: KeyPress): string | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const letter = /^[a-z]$/.test(key) || press.key.length > 1;
  return press.shiftKey && letter ? `shift ${key}` : key;
}

export type Pending = { key: string; at: number } | null;

/**
 * What a press means, given the keys that are bound.
 * @returns the binding to run, or the first half of one to remember, or neither
 */
export function readPress(
  press: KeyPress,
  now: number,
  pending: Pending,
  bound: readonly string[],
): { run: string | null; pending: Pending } {
  const name = nameOf(press);
  if (!name) return { run: null, pending: null };
  const both = pending && now - pending.at <= CHORD_MS ? `${pending.key} ${name}` : null;
  if (both && bound.includes(both)) return { run: both, pending: null };
  if (bound.includes(name)) return { run: name, pending: null };
  const begins = name.includes(' ') ? false : bound.some((keys) => keys.startsWith(`${name} `));
  return { run: null, pending: begins ? { key: name, at: now } : null };
}

/** Whether one key belongs to another place while the focus is there: fields take all, buttons and links take Enter and space. */
export function takenBy(
  element: { tagName: string; role: string | null; editable: boolean } | null,
  key: string,
): boolean {
  if (!element) return false;
  if (element.editable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName)) return true;
  const presses =
    ['BUTTON', 'A', 'SUMMARY'].includes(element.tagName) ||
    ['button', 'link', 'tab', 'option', 'menuitem', 'combobox'].includes(element.role ?? '');
  return presses && (key === 'Enter' || key === ' ');
}
