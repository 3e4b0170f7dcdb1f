import type { z } from 'zod';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { MORE_ROWS } from './constants.ts';
import { findLines, viewOfLine } from './find-deliveries.ts';
import { findCase, findWorldTimes } from './queries.ts';
import { type ThreatenedPage, threatenedInput } from './schema.ts';
import { tellWatched } from './tell-watched.ts';

/** A page of what begins at `start`, of one row more than may stand on it. */
const pageOf = <T>(rows: T[], start: number) => ({
  rows: rows.slice(0, MORE_ROWS),
  next: rows.length > MORE_ROWS ? start + MORE_ROWS : null,
});

/**
 * readLines gives the order lines of a case from a place on, the first due first.
 * @throws DomainError `forbidden`, `not_found` outside the reader's regions.
 */
export async function readLines(
  db: Database,
  ctx: Context,
  input: z.input<typeof threatenedInput>,
): Promise<ThreatenedPage<'lines'>> {
  const person = requireRight(ctx.actor, 'disruption.read');
  const { id, cursor } = threatenedInput.parse(input);
  await findCase(db.prisma, regionScope(person), id);
  const start = cursor ?? 0;
  return pageOf((await findLines(db.prisma, id, { start, limit: MORE_ROWS + 1 })).map(viewOfLine), start);
}

/**
 * readGoods gives the goods that a watched case threatens from a place on; none for a late shipment.
 * @throws DomainError `forbidden`, `not_found` outside the reader's regions.
 */
export async function readGoods(
  db: Database,
  ctx: Context,
  input: z.input<typeof threatenedInput>,
): Promise<ThreatenedPage<'goods'>> {
  const person = requireRight(ctx.actor, 'disruption.read');
  const { id, cursor } = threatenedInput.parse(input);
  const row = await findCase(db.prisma, regionScope(person), id);
  const worldAt = (await findWorldTimes(db.prisma, ctx.clock.now()))(row.source);
  const start = cursor ?? 0;
  const goods = tellWatched(row, worldAt)?.goods ?? [];
  return pageOf(goods.slice(start, start + MORE_ROWS + 1), start);
}
