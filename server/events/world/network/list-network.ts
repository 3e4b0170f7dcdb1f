import type { z } from 'zod';
import { type RegionScope, regionScope, requireRight } from '../../../auth/rights.ts';
import type { Context } from '../../../core/context.ts';
import type { Database } from '../../../db/client.ts';
import { NETWORK_LISTS, NEWEST_FIRST, type NetworkList } from './constants.ts';
import { describeParts, describeThing, type ListedFact } from './describe-things.ts';
import { listDisagreements } from './list-disagreements.ts';
import { listLines } from './list-lines.ts';
import { listPositions } from './list-positions.ts';
import { ANSWER_KEY, goesOn } from './page-sql.ts';
import { readClocks, type StreamClocks } from './read-clocks.ts';
import { listInputSchema, type NetworkPage, type NetworkRow } from './schema.ts';

export const PAGE = 50;

/** What a page of a list is asked with: search in lower case with wildcards taken literally, key of the last row before. */
export type Asked = { scope: RegionScope; search: string; after: string; limit: number };

/** A thing with its rows, in the order of keys. */
export type Listed = { key: string; rows: NetworkRow[] };

/**
 * Answers of a supplier to a line that another source tells whole stand with that line.
 */
const keysSql = (newestFirst: boolean, ofLines: boolean) => `
  SELECT DISTINCT key FROM world_fact
  WHERE kind = $1 AND ${goesOn(newestFirst, '$2')} AND search LIKE $3 AND ($4::text[] IS NULL OR region = ANY($4))
    ${ofLines ? `AND (aspect IN ('placed', 'buyer.state') OR NOT EXISTS (SELECT 1 FROM order_line l WHERE ${ANSWER_KEY} = world_fact.key))` : ''}
  ORDER BY key${newestFirst ? ' DESC' : ''} LIMIT $5`;

const FACTS = `
  SELECT key, aspect, kind, source, region, data, event_at AS "eventAt", told_at AS "toldAt", signal_id AS "signalId"
  FROM world_fact WHERE key = ANY($1::text[]) AND ($2::text[] IS NULL OR region = ANY($2)) ORDER BY key, aspect, source`;

/**
 * A page of one list of the network, in the reader's regions, by key.
 * @returns its rows and the key to go on after, null at the end.
 * @throws DomainError `forbidden` without the right `network.read`.
 */
export async function listNetwork(
  db: Database,
  ctx: Context,
  input: z.input<typeof listInputSchema>,
): Promise<NetworkPage> {
  const person = requireRight(ctx.actor, 'network.read');
  const { list, search, after } = listInputSchema.parse(input);
  const clocks = await readClocks(db, ctx.clock.now());
  const asked: Asked = {
    scope: regionScope(person),
    search: `%${(search ?? '').toLowerCase().replace(/[\\%_]/g, '\\$&')}%`,
    after: after ?? '',
    limit: PAGE + 1,
  };
  const page = pageOf(await readList(db, clocks, list, asked));
  await clocks.stamp();
  return page;
}

async function readList(db: Database, clocks: StreamClocks, list: NetworkList, asked: Asked): Promise<Listed[]> {
  switch (list) {
    case 'stock':
      return listPositions(db, clocks, asked);
    case 'disagreements':
      return listDisagreements(db, clocks, asked);
    case 'orders': {
      const [told, lines] = await Promise.all([listThings(db, clocks, list, asked), listLines(db, clocks, asked)]);
      return [...told, ...lines].sort((a, b) => (a.key < b.key ? 1 : -1));
    }
    default:
      return listThings(db, clocks, list, asked);
  }
}

async function listThings(
  db: Database,
  { tell }: StreamClocks,
  list: NetworkList,
  { scope, search, after, limit }: Asked,
): Promise<Listed[]> {
  const found = await db.pool.query<{ key: string }>(keysSql(NEWEST_FIRST.has(list), list === 'orders'), [
    NETWORK_LISTS[list].kind,
    after,
    search,
    scope.regions,
    limit,
  ]);
  const keys = found.rows.map(({ key }) => key);
  if (!keys.length) return [];
  const facts = await db.pool.query<ListedFact>(FACTS, [keys, scope.regions]);
  const things = Map.groupBy(facts.rows, ({ key }) => key);
  return keys.map((key) => {
    const thing = things.get(key) ?? [];
    if (list === 'demand' || list === 'lots') return { key, rows: describeParts(list, thing, tell) };
    const row = describeThing(list, thing, tell);
    return { key, rows: row ? [row] : [] };
  });
}

/** A page of things, each with its rows: a forecast has one a span. */
const pageOf = (things: Listed[]): NetworkPage => ({
  rows: things.slice(0, PAGE).flatMap(({ rows }) => rows),
  next: things.length > PAGE ? (things[PAGE - 1]?.key ?? null) : null,
});
