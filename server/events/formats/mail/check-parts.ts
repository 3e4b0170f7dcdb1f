import { invalid } from '../../../core/errors.ts';

/** Parts of one message, at most. */
export const MAX_PARTS = 1_000;

/** A parameter that names what stands between the parts of a message (RFC 2046, 5.1.1), wherever it is. */
const BOUNDARY = /\bboundary\s*=\s*(?:"((?:[^"\\\r\n]|\\.){1,200})"|([^\s";]{1,200}))/gi;

/** One in pieces, encoded (RFC 2231) or with a comment: any line that begins with two dashes may be it. */
const ODD_BOUNDARY = /\bboundary\s*[*(]/i;

/**
 * Refuses a message of very many parts before it is parsed: each costs its reader far more than its few bytes.
 * @throws DomainError `invalid`.
 */
export function checkParts(bytes: Buffer): void {
  const text = bytes.toString('latin1');
  const boundaries = new Set<string>();
  const isOdd = ODD_BOUNDARY.test(text);
  for (const [, quoted, plain] of text.matchAll(BOUNDARY)) {
    boundaries.add(`--${quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? ''}`);
    if (boundaries.size > MAX_PARTS) throw tooMany();
  }
  if (!boundaries.size && !isOdd) return;
  let parts = 0;
  for (let at = text.startsWith('--') ? 0 : next(text, 0); at !== -1; at = next(text, at)) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end === -1 || end - at > 500 ? at + 500 : end).trimEnd();
    if (isOdd || boundaries.has(line)) parts += 1;
    if (parts > MAX_PARTS) throw tooMany();
  }
}

const tooMany = () => invalid(`The message has more than ${MAX_PARTS} parts. Send what matters by itself.`);

/** Where the next line that begins with two dashes starts. */
function next(text: string, from: number): number {
  const at = text.indexOf('\n--', from);
  return at === -1 ? -1 : at + 1;
}
