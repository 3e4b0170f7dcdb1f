import { storable } from '../../core/words.ts';

/** Characters of a path that are told: keys may be long. */
const MAX_PATH = 200;

/**
 * The path of keys and places, such as `data.lines.3.quantity`, at which a place of a JSON text lies; of a key, the path of its
 * object. Empty for the whole. Walks the text once more, so it is for the one flaw that was found.
 * @param text JSON that JSON.parse has accepted.
 */
export function pathAt(text: string, place: number): string {
  /** One an open object or list: the key or the place where it stands; null before its first key. */
  const path: (string | number | null)[] = [];
  let expectsKey = false;
  let at = 0;
  while (at < place) {
    const char = text[at];
    if (char === '"') {
      const end = stringEnd(text, at);
      if (expectsKey) {
        path[path.length - 1] = JSON.parse(text.slice(at, end + 1)) as string;
        expectsKey = false;
      }
      at = end;
    } else if (char === '{' || char === '[') {
      path.push(char === '{' ? null : 0);
      expectsKey = char === '{';
    } else if (char === '}' || char === ']') {
      path.pop();
      expectsKey = false;
    } else if (char === ',') {
      const last = path.at(-1);
      expectsKey = typeof last !== 'number';
      path[path.length - 1] = typeof last === 'number' ? last + 1 : null;
    }
    at += 1;
  }
  return storable(path.filter((part) => part !== null).join('.'), MAX_PATH);
}

/** Index of the closing quote of the string that opens at `from`. */
export function stringEnd(text: string, from: number): number {
  let at = from + 1;
  for (; text.charCodeAt(at) !== 0x22; at += 1) if (text.charCodeAt(at) === 0x5c) at += 1;
  return at;
}
