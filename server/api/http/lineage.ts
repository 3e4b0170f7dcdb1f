import type { FastifyPluginAsync } from 'fastify';
import { invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { listRunEvents } from '../../events/lineage/index.ts';
import { runEventInput } from '../../events/lineage/schema.ts';

/** `GET /lineage`: OpenLineage run events, a page at a time, oldest first. Whoever collects lineage fetches them. */
export const lineageRoutes: FastifyPluginAsync<{ db: Database }> = async (app, { db }) => {
  app.get('/lineage', async (request) => {
    const asked = runEventInput.safeParse(request.query);
    if (!asked.success) {
      throw invalid(
        'The page asked for cannot be read.',
        Object.fromEntries(asked.error.issues.map((issue) => [issue.path.join('.'), issue.message])),
      );
    }
    return listRunEvents(db, request.caller(), asked.data);
  });
};
