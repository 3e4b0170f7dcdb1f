import { eventSchema } from './build-json-schema.ts';
import { findRefusals, type Refusal } from './find-refusals.ts';
import { eventOf } from './rules.ts';
import type { OdcsDocument } from './schema.ts';

/** A reason why a version cannot follow an earlier one. */
export type Break = {
  /** The earlier version it breaks with. */
  version: number;
  /** backward: the new version refuses what was sent under the earlier. forward: the earlier refuses what the new one lets through. */
  direction: 'backward' | 'forward';
  path: string;
  words: string;
};

/**
 * FULL_TRANSITIVE: whatever could be sent under any earlier version is accepted by the next, and whatever may be sent under the
 * next is accepted by every earlier one. Pure.
 *
 * A sender under a version sends the fields that the version names; a reader passes over fields it does not know, unless the
 * object is closed; closing or opening one is a break. So an optional field may come and go, but may never come back as something else: a version that knew it
 * would refuse it.
 * @returns each break, by version; empty when the version may be released.
 */
export function checkCompatibility(
  next: OdcsDocument,
  earlier: readonly { version: number; document: OdcsDocument }[],
): Break[] {
  const now = eventOf(next);
  if ('why' in now) return [{ version: 0, direction: 'backward', path: 'schema', words: now.why }];
  const schema = eventSchema(now.event);
  return earlier.flatMap(({ version, document }) => {
    const before = eventOf(document);
    if ('why' in before) return [];
    if (before.type !== now.type) {
      const words = `describes ${now.type}, and the version before ${before.type}`;
      return [{ version, direction: 'backward' as const, path: 'schema', words }];
    }
    const old = eventSchema(before.event);
    const then = `in version ${version}`;
    return [
      ...findRefusals(old, schema).map((refusal) => breakOf(version, 'backward', refusal, 'now', then)),
      ...findRefusals(schema, old).map((refusal) => breakOf(version, 'forward', refusal, then, 'now')),
    ];
  });
}

const breakOf = (
  version: number,
  direction: Break['direction'],
  { path, words }: Refusal,
  reader: string,
  writer: string,
): Break => ({ version, direction, path, words: words.replace('{r}', reader).replace('{w}', writer) });

/** A break as a sentence. */
export const breakWords = ({ version, direction, path, words }: Break): string =>
  version === 0
    ? words
    : direction === 'backward'
      ? `${path} ${words}: signals sent under version ${version} would be refused.`
      : `${path} ${words}: readers of version ${version} would refuse new signals.`;
