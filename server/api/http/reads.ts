import type { FastifyPluginAsync } from 'fastify';
import { pageActions } from '../../actions/index.ts';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { type Page, type PageInput, pageInput } from '../../db/page-rows.ts';
import { pageDisruptions } from '../../decisions/disruptions/index.ts';
import { pageDecisions, pageProposals } from '../../decisions/proposals/index.ts';

type List = (db: Database, ctx: Context, input: PageInput) => Promise<Page<object>>;

const LISTS: Record<string, List> = {
  disruptions: pageDisruptions,
  proposals: pageProposals,
  decisions: pageDecisions,
  actions: pageActions,
};

/** `GET /disruptions`, `/proposals`, `/decisions` and `/actions`, a page at a time in commit order, for keys that may read. */
export const readRoutes: FastifyPluginAsync<{ db: Database }> = async (app, { db }) => {
  for (const [name, list] of Object.entries(LISTS)) {
    app.get(`/${name}`, async (request) => {
      const parsed = pageInput.safeParse(request.query);
      if (!parsed.success) {
        throw invalid(
          'The page asked for cannot be read.',
          Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message])),
        );
      }
      return list(db, request.caller(), parsed.data);
    });
  }
};
