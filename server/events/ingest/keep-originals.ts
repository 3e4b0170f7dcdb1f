import { sha256 } from '../../core/canonical.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { MAX_SIGNAL_BYTES } from '../formats/constants.ts';
import type { Original } from '../formats/index.ts';

/**
 * Keeps what quarantined signals were made of, once for all signals of a message. Of one that is larger than a signal may be only
 * its size is kept: it stands in the file that was imported.
 * @returns the id of each original, by the function that makes it.
 */
export async function keepOriginals(
  tx: Tx,
  signals: readonly { original?: () => Original }[],
): Promise<Map<() => Original, string>> {
  const ids = new Map<() => Original, string>();
  const rows = new Map<
    string,
    { id: string; format: string; context: Prisma.InputJsonObject; bytes: Uint8Array<ArrayBuffer> }
  >();
  for (const { original } of signals) {
    if (!original || ids.has(original)) continue;
    const { format, context, bytes } = original();
    const isLarge = bytes.length > MAX_SIGNAL_BYTES;
    const told = { ...context, ...(isLarge ? { tooLarge: bytes.length } : {}) } as Prisma.InputJsonObject;
    const id = sha256(Buffer.concat([Buffer.from(`${format}\n${JSON.stringify(told)}\n`), bytes])).toString('hex');
    ids.set(original, id);
    rows.set(id, { id, format, context: told, bytes: Uint8Array.from(isLarge ? [] : bytes) });
  }
  // In the order of their ids, so that two who keep the same do not wait for each other.
  const data = [...rows.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  if (data.length) await tx.quarantineOriginal.createMany({ data, skipDuplicates: true });
  return ids;
}
