import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * The one byte form of a JSON value (RFC 8785). Dates become ISO strings, bigint and Decimal become strings, undefined members vanish.
 * @throws TypeError when the value cannot be written as JSON (NaN, Infinity, a lone surrogate).
 */
export function canonicalBytes(value: unknown): Buffer {
  const plain: unknown = JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner)) ?? 'null',
  );
  return Buffer.from(canonicalText(plain), 'utf8');
}

function canonicalText(plain: unknown): string {
  const text = canonicalize(plain);
  if (text === undefined) throw new TypeError('value has no canonical JSON form');
  return text;
}

export const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** SHA-256 of the canonical JSON of a value. */
export const canonicalHash = (value: unknown): Buffer => sha256(canonicalBytes(value));

/**
 * As `canonicalHash`, for what was read from JSON and so needs nothing converted first: less than half the work.
 * @throws TypeError when there is a bigint in it; Error for NaN, Infinity and lone surrogates.
 */
export const canonicalHashOfJson = (value: unknown): Buffer => hash('sha256', canonicalText(value), 'buffer');
