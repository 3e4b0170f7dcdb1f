import { randomBytes } from 'node:crypto';
import { sha256 } from '../../core/canonical.ts';
import type { KeyScope, Person } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import type { Tx } from '../../db/transaction.ts';
import type { NewKey } from './schema.ts';

/**
 * Makes a key of 256 random bits for a source, in the caller's transaction. Only its hash and last four characters are kept, so
 * what is returned is the one time it can be shown.
 * @param grant what the key is for, and where it may read; checked by the caller.
 * @param by who asked for it: the key sends for their regions alone.
 */
export async function issueKey(
  tx: Tx,
  sourceId: string,
  { scopes, regions }: { scopes: KeyScope[]; regions: string[] },
  by: Person,
  at: Date,
): Promise<NewKey> {
  const key = `hp_${randomBytes(32).toString('base64url')}`;
  const keyId = newId();
  const keyHash = Uint8Array.from(sha256(Buffer.from(key, 'utf8')));
  await tx.sourceKey.create({
    data: {
      id: keyId,
      sourceId,
      keyHash,
      hint: key.slice(-4),
      scopes,
      regions,
      sendRegions: [...by.regions],
      createdAt: at,
      createdBy: by.id,
    },
  });
  return { sourceId, keyId, key };
}
