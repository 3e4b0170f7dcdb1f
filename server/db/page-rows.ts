import { z } from 'zod';
import { invalid } from '../core/errors.ts';
import type { Database } from './client.ts';
import { HORIZON_SQL } from './transaction.ts';

const CURSOR = /^(-?\d{1,19})\.([0-9a-z-]{1,64})$/;
const MOST_SEQ = 2n ** 63n - 1n;

/** What a page of a list is asked for by. */
export const pageInput = z.object({
  after: z.string().min(1).max(200).optional().describe('The `next` or the `position` of a page before'),
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('Rows of a page'),
});
export type PageInput = z.infer<typeof pageInput>;

/** A page of a list as the machine API answers it. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe('The `after` of the following page; null when there is none yet'),
    position: z
      .string()
      .nullable()
      .describe('Where this page ends: the `after` to come back with later; null before the first row'),
  });
export type Page<T> = { items: T[]; next: string | null; position: string | null };

type Row = { seq: bigint; id: string };
type Place = { seq: bigint; id: string };
export type PageQuery = {
  where: { seq: { lt: bigint; gte?: bigint }; NOT?: { seq: bigint; id: { lte: string } } };
  orderBy: [{ seq: 'asc' }, { id: 'asc' }];
  take: number;
};

/**
 * A page of rows in the order in which their transactions may be read, oldest first: what commits late comes after what was read,
 * never before it (docs/decisions/0003-sequence-from-transaction-id.md). Rows that a running transaction could yet precede are
 * left for the next call.
 * @param find reads the rows of a page, one more than are shown.
 * @throws DomainError `invalid` for an `after` that no page gave.
 */
export async function pageRows<T extends Row>(
  db: Database,
  { after, limit }: PageInput,
  find: (page: PageQuery) => Promise<T[]>,
): Promise<Page<T>> {
  const from = after === undefined ? null : readCursor(after);
  // The horizon is read first: whatever lies below it is over, and so can be seen by the read that follows.
  const { rows: marks } = await db.pool.query<{ horizon: string }>(`SELECT ${HORIZON_SQL}::text AS horizon`);
  const below = BigInt(marks[0]?.horizon ?? 0);
  const found = await find({
    where: {
      seq: { lt: below, ...(from ? { gte: from.seq } : {}) },
      ...(from ? { NOT: { seq: from.seq, id: { lte: from.id } } } : {}),
    },
    orderBy: [{ seq: 'asc' }, { id: 'asc' }],
    take: limit + 1,
  });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const position = last ? writeCursor(last) : (after ?? null);
  return { items, next: found.length > limit ? position : null, position };
}

const writeCursor = ({ seq, id }: Place): string => Buffer.from(`${seq}.${id}`, 'utf8').toString('base64url');

function readCursor(cursor: string): Place {
  const [, seq = '', id = ''] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (!id || BigInt(seq) > MOST_SEQ || BigInt(seq) < -MOST_SEQ) {
    throw invalid('This is not the cursor of a page. Begin without `after`, and go on with the `next` of each page.', {
      after: z.uuid().safeParse(cursor).success
        ? 'is the id of a row, as releases before took it; pages now go by `next`'
        : 'must be the `next` or the `position` of a page',
    });
  }
  return { seq: BigInt(seq), id };
}
