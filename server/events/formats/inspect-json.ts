import { storable } from '../../core/words.ts';
import { MAX_DEPTH, type QuarantineReason } from './constants.ts';
import { pathAt, stringEnd } from './locate-json.ts';

export type Flaw = { reason: QuarantineReason; detail: string };

/** Keys that could reach an object's prototype if some reader merged them carelessly. */
const RESERVED = new Set(['__proto__']);

/**
 * Finds what JSON.parse lets through but the store would lose or change: NUL, lone surrogates, doubled keys, numbers that
 * do not survive, `__proto__`, great depth. One pass, no recursion.
 * @param text JSON that JSON.parse has accepted.
 * @param mayRepeat a key that the outermost object may name more than once.
 * @returns the first flaw, or null.
 */
export function inspectJson(text: string, mayRepeat?: string): Flaw | null {
  const flaw = (reason: QuarantineReason, place: number, words: (where: string) => string): Flaw => ({
    reason,
    detail: words(pathAt(text, place) || 'the whole'),
  });
  /** Keys seen, one set an open object; null for an open list. */
  const open: (Set<string> | null)[] = [];
  let at = 0;
  let expectsKey = false;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      const end = stringEnd(text, at);
      const raw = text.slice(at + 1, end);
      const bad = raw.includes('\\') ? inspectEscapes(raw) : null;
      if (bad === 'nul-character') return flaw(bad, at, (where) => `${where} holds U+0000 (\\u0000): leave it out.`);
      if (bad) return flaw(bad, at, (where) => `${where} holds half of a surrogate pair: send whole characters.`);
      const keys = open.at(-1);
      if (expectsKey && keys) {
        const key = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
        if (RESERVED.has(key))
          return flaw('reserved-key', at, (where) => `The key "${key}" in ${where} is reserved: give it another name.`);
        if (keys.has(key) && !(open.length === 1 && key === mayRepeat))
          return flaw('duplicate-key', at, (where) => `The key "${clip(key)}" stands twice in ${where}: send it once.`);
        keys.add(key);
        expectsKey = false;
      }
      at = end + 1;
    } else if (code === 0x7b || code === 0x5b) {
      if (open.length === MAX_DEPTH)
        return flaw(
          'too-deep',
          at,
          (where) => `It is nested more than ${MAX_DEPTH} deep, at ${where}: make it flatter.`,
        );
      open.push(code === 0x7b ? new Set() : null);
      expectsKey = code === 0x7b;
      at += 1;
    } else if (code === 0x7d || code === 0x5d) {
      open.pop();
      expectsKey = false;
      at += 1;
    } else if (code === 0x2c) {
      expectsKey = open.at(-1) instanceof Set;
      at += 1;
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const end = numberEnd(text, at);
      const literal = text.slice(at, end);
      if (!survives(literal))
        return flaw('number-lost', at, (where) => {
          const remedy = 'send at most 15 digits, or a text';
          return `The number ${clip(literal)} at ${where} would change when stored: ${remedy}.`;
        });
      at = end;
    } else {
      at += 1;
    }
  }
  return null;
}

/** Where the elements of the JSON list that begins at `start` stand in its text, or null when there is no list. */
export function listElements(text: string, start = 0): { from: number; to: number }[] | null {
  let at = skipSpace(text, start);
  if (text[at] !== '[') return null;
  at = skipSpace(text, at + 1);
  const elements: { from: number; to: number }[] = [];
  while (text[at] !== ']') {
    const from = at;
    at = valueEnd(text, at);
    elements.push({ from, to: at });
    at = skipSpace(text, at);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return elements;
}

/** Where the members of the JSON object that begins at `from` stand in its text, in their order; null when there is no object. */
export function objectMembers(text: string, from = 0): { key: string; from: number; to: number }[] | null {
  let at = skipSpace(text, from);
  if (text[at] !== '{') return null;
  at = skipSpace(text, at + 1);
  const members: { key: string; from: number; to: number }[] = [];
  while (text[at] !== '}') {
    const end = stringEnd(text, at) + 1;
    const key = JSON.parse(text.slice(at, end)) as string;
    const start = skipSpace(text, skipSpace(text, end) + 1);
    at = valueEnd(text, start);
    members.push({ key, from: start, to: at });
    at = skipSpace(text, at);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return members;
}

function valueEnd(text: string, from: number): number {
  let depth = 0;
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = stringEnd(text, at);
    else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (code === 0x2c && depth === 0) return at;
  }
  return at;
}

const skipSpace = (text: string, from: number): number => {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
};

function numberEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && '0123456789.eE+-'.includes(text.charAt(at))) at += 1;
  return at;
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|.)/g;

/** NUL and lone surrogates can only come from escapes: raw ones are not JSON and not UTF-8. */
function inspectEscapes(raw: string): 'nul-character' | 'lone-surrogate' | null {
  /** Index where a low surrogate must stand, or -1. */
  let lowAt = -1;
  for (const match of raw.matchAll(ESCAPE)) {
    const unit = match[1] === undefined ? -1 : Number.parseInt(match[1], 16);
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    if (unit === 0) return 'nul-character';
    if (lowAt >= 0 ? !(isLow && match.index === lowAt) : isLow) return 'lone-surrogate';
    lowAt = unit >= 0xd800 && unit <= 0xdbff ? match.index + 6 : -1;
  }
  return lowAt >= 0 ? 'lone-surrogate' : null;
}

/** Whether a number means the same after it went through a double: 1e400, 2^64 or twenty decimals do not. A JSON literal. */
export function survives(literal: string): boolean {
  if (literal.length <= 15 && !/[eE]/.test(literal)) return true; // at most 15 digits: a double keeps them all
  const value = Number(literal);
  return Number.isFinite(value) && significant(literal) === significant(String(value));
}

/** A decimal literal as `digits e exponent` with no zero on either side, so that equal numbers have equal texts. */
function significant(literal: string): string {
  const [, whole = '', part = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal) ?? [];
  const digits = `${whole}${part}`.replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  return kept === '' ? '0' : `${kept}e${Number(exponent) - part.length + digits.length - kept.length}`;
}

const clip = (text: string) => (text.length > 40 ? `${storable(text, 40)}…` : text);
