import { invalid } from '../../core/errors.ts';

/** A body that is JSON. Where it is not UTF-8 each byte is one character, so that what is not can be cut out alone. */
export type Parsed = { bytes: Buffer; text: string; isUtf8: boolean; whole: unknown };

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads a body as JSON. Bytes that are not UTF-8 do not keep it from being told apart: Latin-1 maps each byte to one character and
 * leaves the ASCII of JSON's grammar in place.
 * @returns its bytes without a byte order mark, and its text: places in one are those in the other when it is not UTF-8.
 * @throws DomainError `invalid` that says where it stops being JSON.
 */
export function parseBody(body: Buffer): Parsed {
  const marked = body.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  const bytes = marked ? body.subarray(BYTE_ORDER_MARK.length) : body;
  const utf8 = decodeUtf8(bytes);
  const text = utf8 ?? bytes.toString('latin1');
  const whole = parseJson(text);
  if (whole === undefined) throw invalid(whyNotJson(text));
  return { bytes, text, isUtf8: utf8 !== null, whole };
}

/** The value of a JSON text, undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Bytes as text, null when they are not UTF-8. */
export function decodeUtf8(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Where a text stops being JSON, for its sender. @param what it is, in words. */
export function whyNotJson(text: string, what = 'The body'): string {
  if (text.trim() === '') return `${what} is empty.`;
  try {
    JSON.parse(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    if (/end of JSON input|Unterminated/.test(message)) return `${what} is not JSON: it ends too early.`;
    const [, position] = /at position (\d+)/.exec(message) ?? [];
    if (position !== undefined) return `${what} is not JSON: it goes wrong ${placeOf(text, Number(position))}.`;
  }
  return `${what} is not JSON.`;
}

function placeOf(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}
