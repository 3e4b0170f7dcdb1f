import { webcrypto } from 'node:crypto';
import { DomainError } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';

/**
 * Bytes that go to or come from the store in one statement. Prisma would turn a whole file into JSON several times over on the
 * tower's own thread, and a driver copies what it is handed, so a file goes by the plain connection and in pieces.
 */
const PIECE = 8 * 1024 * 1024;

/** SHA-256 of a file, worked out by a thread of Node's pool. */
export const hashFile = async (bytes: Buffer): Promise<Buffer> =>
  Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));

/**
 * Keeps the bytes of an import that has just been written down without them.
 * @throws DomainError `unavailable` when the store does not take them; the file is not kept then, and says so when it is looked for.
 */
export async function keepBytes(db: Database, id: string, bytes: Buffer): Promise<void> {
  try {
    for (let from = 0; from < bytes.length; from += PIECE) {
      const piece = bytes.subarray(from, from + PIECE);
      const text = `UPDATE import SET bytes = ${from ? 'bytes || $2' : '$2'}, heard_at = now() WHERE id = $1`;
      await db.pool.query(text, [id, piece]);
    }
  } catch (cause) {
    throw new DomainError('unavailable', 'The store did not take the file. Send it again.', {
      retryAfterSeconds: 2,
      cause,
    });
  }
}

/** The bytes of an import as it came in; none when it is not there. */
export async function readBytes(db: Database, id: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let from = 0; ; from += PIECE) {
    const { rows } = await db.pool.query<{ piece: Buffer }>(
      'SELECT substring(bytes FROM $2::int FOR $3::int) AS piece FROM import WHERE id = $1',
      [id, from + 1, PIECE],
    );
    const piece = rows[0]?.piece;
    if (piece?.length) pieces.push(piece);
    if (!piece || piece.length < PIECE) return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
  }
}
