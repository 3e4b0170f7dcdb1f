import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { type Limits, SHARES, type Share } from './constants.ts';
import { PrismaClient } from './generated/client.ts';
import { openPool } from './open-pool.ts';
import { statementNames } from './statement-names.ts';
import { type DatabaseWatch, watchDatabase } from './watch-database.ts';

export type Database = {
  url: string;
  prisma: PrismaClient;
  /** Plain connections for the two hot paths (ingest and log tails); everything else goes through Prisma. */
  pool: pg.Pool;
  /** What ended calls to the database, over all shares of the process. */
  watch: DatabaseWatch;
  close(): Promise<void>;
};

type Opening = {
  /** Connections of Prisma's pool and of the plain one, at most. */
  prisma: number;
  plain: number;
  limits: Limits;
  watch: DatabaseWatch;
  name: string;
};

/**
 * Opens the database.
 * @param connections bounds each of the two pools.
 * @param more what differs from the share of the pages: other limits, who watches, the name in pg_stat_activity.
 */
export function openDatabase(
  url: string,
  connections = 10,
  {
    prisma: most = connections,
    plain = connections,
    limits = SHARES.pages.limits,
    watch = watchDatabase(),
    name = 'pages',
  }: Partial<Opening> = {},
): Database {
  const connecting = { limits, watch, name };
  const nameOf = statementNames();
  const prisma = new PrismaClient({
    adapter: new PrismaPg(openPool(url, most, connecting), {
      statementNameGenerator: ({ sql }) => nameOf(sql),
      disposeExternalPool: true,
    }),
  });
  const pool = openPool(url, plain, connecting);
  return {
    url,
    prisma,
    pool,
    watch,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Opens one share of the connections of a process. */
export function openShare(url: string, name: Share, watch: DatabaseWatch): Database {
  const { prisma, plain, limits } = SHARES[name];
  return openDatabase(url, prisma, { prisma, plain, limits, watch, name });
}
