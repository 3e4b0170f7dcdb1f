import { Lexer } from 'yaml';
import { invalid } from '../../core/errors.ts';
import { MAX_COLUMNS, MAX_LEVELS, MAX_LINE } from './constants.ts';

/**
 * Refuses a text that no author of a contract writes and that costs a parser of YAML far more than its bytes: very long lines, and
 * lists and maps very deep within one another.
 * @throws DomainError `invalid` that names the line.
 */
export function checkShape(text: string): void {
  let line = 1;
  for (let from = 0; from < text.length; line += 1) {
    const feed = text.indexOf('\n', from);
    const end = feed === -1 ? text.length : feed;
    if (end - from > MAX_LINE)
      throw refuse(`Line ${line} is longer than ${MAX_LINE} characters: fold it, or send the document as JSON.`);
    if (leadOf(text, from) > MAX_COLUMNS)
      throw refuse(`Line ${line} begins more than ${MAX_COLUMNS} columns in: make the document flatter.`);
    from = end + 1;
  }
  checkFlow(text);
}

/** Columns of blanks and of signs that open lists and keys before the first word of a line: each may open a level. */
function leadOf(text: string, from: number): number {
  let at = from;
  while (at - from <= MAX_COLUMNS && ' \t-?:'.includes(text.charAt(at) || 'x')) at += 1;
  return at - from;
}

/** Levels of lists and maps in brackets, told apart from brackets in texts as YAML does. */
function checkFlow(text: string): void {
  let level = 0;
  let line = 1;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') level += 1;
    else if (token === ']' || token === '}') level = Math.max(0, level - 1);
    else if (token.includes('\n')) line += token.split('\n').length - 1;
    if (level > MAX_LEVELS)
      throw refuse(`Line ${line} is nested more than ${MAX_LEVELS} deep: make the document flatter.`);
  }
}

const refuse = (words: string) => invalid(`This is not a data contract in ODCS 3.1. ${words}`, { document: words });
