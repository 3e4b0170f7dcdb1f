import type { Email } from 'postal-mime';

const ADDRESS = /^[^\s@<>()[\],;:\\"]+@[^\s@<>(),;:\\"]+$/;

/**
 * Whether the From of a message can be read in one way only: one mailbox (RFC 5322, 3.4), its address told plainly. A second
 * address, one inside of an encoded word, or a local part in quotation marks is taken by different readers for different senders,
 * so such a message is from nobody that could be named.
 */
export function isPlainFrom({ headers, from }: Email): boolean {
  const all = headers.filter(({ key }) => key === 'from');
  if (all.length !== 1 || from?.address === undefined) return false;
  const bare = withoutWords(all[0]?.value ?? '').trim();
  const [name = '', angle, ...more] = bare.split('<');
  if (angle === undefined) return bare === from.address && ADDRESS.test(bare);
  const end = angle.indexOf('>');
  const told = angle.slice(0, end).trim();
  return (
    !more.length &&
    end !== -1 &&
    !angle.slice(end + 1).trim() &&
    !/[,;:]/.test(name) &&
    told === from.address &&
    ADDRESS.test(told)
  );
}

/** A header without its quoted strings and comments, which hold no address. */
function withoutWords(value: string): string {
  const kept: string[] = [];
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const char = value.charAt(at);
    if (char === '\\' && (isQuoted || depth)) at += 1;
    else if (char === '"' && !depth) {
      isQuoted = !isQuoted;
      kept.push(' ');
    } else if (isQuoted) continue;
    else if (char === '(') depth += 1;
    else if (char === ')' && depth) depth -= 1;
    else if (!depth) kept.push(char);
  }
  return kept.join('');
}
