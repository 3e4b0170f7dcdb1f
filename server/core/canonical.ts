import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * The one byte form of a JSON value (RFC 8785). Dates become ISO strings, bigint and Decimal become strings, undefined members vanish.
 * @throws TypeError when the value cannot be written as JSON (NaN, Infinity, a lone surrogate).
 */
export function canonicalBytes(value: unknown): Buffer {
  const plain: unknown = JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner)) ?? 'null',
  );
  const text = canonicalize(plain);
  if (text === undefined) throw new TypeError('value has no canonical JSON form');
  return Buffer.from(text, 'utf8');
}

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** SHA-256 of the canonical JSON of a value. */
export const canonicalHash = (value: unknown): Buffer => sha256(canonicalBytes(value));
