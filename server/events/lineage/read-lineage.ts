import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { buildGraph } from './build-graph.ts';
import { SIGNALS_SHOWN, SUPERSEDED_SHOWN } from './constants.ts';
import { signalId } from './facts.ts';
import { loadFacts } from './load-facts.ts';
import { type Lineage, type LineageStart, lineageStart } from './schema.ts';
import { focusOn, foldProposals, foldSignals } from './walk-graph.ts';

/**
 * All that led to a signal, case, proposal, decision or action and all that came of it, in the reader's regions. Of many signals
 * that tell of the same, the oldest are one node.
 * @throws DomainError `not_found` when there is no such start, or it is outside the reader's regions.
 */
export async function readLineage(db: Database, ctx: Context, input: LineageStart): Promise<Lineage> {
  const scope = regionScope(requireRight(ctx.actor, 'disruption.read'));
  const asked = lineageStart.parse(input);
  if (asked.kind === 'signal') requireRight(ctx.actor, 'signals.read');
  const facts = await loadFacts(db, scope, asked);
  if (!facts) throw notFound(`This ${asked.kind}`);
  const start = startNode(asked);
  const around = foldSignals(focusOn(buildGraph(facts), start), start, SIGNALS_SHOWN);
  return { start, ...foldProposals(around, start, SUPERSEDED_SHOWN) };
}

/** The name of a start in the graph. */
export const startNode = (start: LineageStart): string =>
  start.kind === 'signal' ? signalId(start) : `${start.kind}:${start.id}`;
