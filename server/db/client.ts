import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';
import { statementNames } from './statement-names.ts';

export type Database = {
  url: string;
  prisma: PrismaClient;
  /** Plain connections for the two hot paths (ingest and log tails); everything else goes through Prisma. */
  pool: pg.Pool;
  close(): Promise<void>;
};

/** Opens the database. `connections` bounds each of the two pools. */
export function openDatabase(url: string, connections = 10): Database {
  // Prisma's adapter reads a timestamptz as if the session were in UTC, whatever zone the server is set to.
  const settings = { connectionString: url, max: connections, options: '-c timezone=UTC' };
  const nameOf = statementNames();
  const prisma = new PrismaClient({
    adapter: new PrismaPg(settings, { statementNameGenerator: ({ sql }) => nameOf(sql) }),
  });
  const pool = new pg.Pool(settings);
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return {
    url,
    prisma,
    pool,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
