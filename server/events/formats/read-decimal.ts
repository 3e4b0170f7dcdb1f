import { survives } from './inspect-json.ts';

/**
 * A number as people and EDI write it (`+5`, `.5`, `5.`), with a point before its decimals.
 * @returns null when it has more digits than a number keeps, so that it would change unseen.
 */
export function readDecimal(text: string): number | null {
  const literal = text
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.(?=[eE]|$)/, '');
  return survives(literal) ? Number(literal) : null;
}
