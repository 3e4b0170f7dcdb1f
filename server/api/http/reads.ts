import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { countSignals } from '../../decisions/disruptions/index.ts';

const pageSchema = z.object({
  after: z.uuid().optional().describe('Id of the last row of the page before'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Bytes as hex, big numbers and decimals as text: what JSON can carry without loss. */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint'
    ? value.toString()
    : value instanceof Uint8Array
      ? Buffer.from(value).toString('hex')
      : value;

type Page = { where?: { id: { gt: string } }; orderBy: { id: 'asc' }; take: number };

/** Keyset-paged reads, oldest first: `{ items, next }`, where `next` is the `after` of the following page or null. */
export const readRoutes: FastifyPluginAsync<{ db: Database }> = async (app, { db }) => {
  const { prisma } = db;
  const lists: Record<string, (page: Page) => Promise<{ id: string }[]>> = {
    disruptions: async (page) => {
      const rows = await prisma.disruption.findMany(page);
      const counts = await countSignals(prisma, rows);
      return rows.map((row) => ({ ...row, signalCount: counts.get(row.id) ?? 0 }));
    },
    proposals: (page) => prisma.proposal.findMany({ ...page, include: { seats: true } }),
    decisions: (page) => prisma.decision.findMany(page),
    actions: (page) => prisma.action.findMany({ ...page, include: { steps: { orderBy: { position: 'asc' } } } }),
  };
  for (const [name, list] of Object.entries(lists)) {
    app.get(`/${name}`, async (request, reply) => {
      const parsed = pageSchema.safeParse(request.query);
      if (!parsed.success) {
        throw invalid(
          'The page asked for cannot be read.',
          Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message])),
        );
      }
      const { after, limit } = parsed.data;
      const rows = await list({
        ...(after ? { where: { id: { gt: after } } } : {}),
        orderBy: { id: 'asc' },
        take: limit + 1,
      });
      const items = rows.slice(0, limit);
      const next = rows.length > limit ? (items.at(-1)?.id ?? null) : null;
      return reply.type('application/json').send(JSON.stringify({ items, next }, plain));
    });
  }
};
