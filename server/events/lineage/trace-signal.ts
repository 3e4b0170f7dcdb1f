import { isInScope, readScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { DomainError, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { signalWords } from '../contracts/index.ts';
import { isEvaluated, readProgress } from '../ingest/index.ts';
import { findUndecided } from '../undecided/index.ts';
import { buildGraph } from './build-graph.ts';
import { outcomeOf } from './describe-outcome.ts';
import { loadFacts } from './load-facts.ts';
import { startNode } from './read-lineage.ts';
import type { LineageStart, SignalTrace } from './schema.ts';
import { reachable } from './walk-graph.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/**
 * A signal and where it went: the lines it told of, the cases that came of them, the proposals, decisions and actions that answered,
 * and the outcome. A key that may send reads the signals of its own source with all that came of them; one that may read, any
 * signal of its regions with what came of it there. The planes meet in stored rows, and lineage is what reads along them.
 * @throws DomainError `unauthenticated`, `forbidden` for a key with neither scope, `not_found`.
 */
export async function traceSignal(
  db: Database,
  ctx: Context,
  { source, id }: { source: string; id: string },
): Promise<SignalTrace> {
  const { prisma } = db;
  const { actor } = ctx;
  const scopes = actor.kind === 'source' ? actor.scopes : [];
  const sender = scopes.includes('send') ? actor.id : null;
  const scope = sender !== null && !scopes.includes('read') ? null : readScope(actor);
  const signal = await prisma.signal.findUnique({ where: { source_id: { source, id } } });
  const own = signal !== null && signal.sourceId === sender;
  const isRead = signal !== null && scope !== null && isInScope(scope, signal.region);
  if (!signal || !(own || isRead)) {
    throw new DomainError(
      'not_found',
      scope
        ? `There is no signal "${id}" on "${source}" in the regions of this key.`
        : `Your source sent no signal "${id}" on "${source}".`,
    );
  }
  const start: LineageStart = { kind: 'signal', source, id };
  const [contract, progress, retraction, facts, undecided] = await Promise.all([
    prisma.contract.findFirst({ where: { type: signal.type, version: signal.contractVersion } }),
    readProgress(db),
    prisma.retraction.findFirst({ where: { source, signalId: id, bySourceId: signal.sourceId, finding: null } }),
    loadFacts(db, own ? null : scope, start),
    findUndecided(db, signal.seq),
  ]);
  if (!facts) throw notFound('This signal');
  const reached = reachable(buildGraph(facts).edges, startNode(start), 'forward');
  const disruptions = facts.disruptions.filter((row) => reached.has(`disruption:${row.id}`));
  return {
    signal: {
      source,
      id,
      type: signal.type,
      contractVersion: signal.contractVersion,
      subject: signal.subject,
      region: signal.region,
      time: signal.eventAt.toISOString(),
      recordedtime: signal.recordedAt.toISOString(),
      receivedAt: signal.receivedAt.toISOString(),
      payloadHash: Buffer.from(signal.payloadHash).toString('hex'),
      data: signal.data,
      words: signalWords(signal),
    },
    contract: contract && {
      type: contract.type,
      version: contract.version,
      meaning: contract.meaning,
      owner: contract.owner,
      jsonSchema: contract.jsonSchema,
    },
    evaluated: isEvaluated(progress, signal) && !undecided,
    undecided: undecided && {
      code: undecided.code,
      error: undecided.error,
      todo: undecided.todo,
      since: undecided.since,
      tries: undecided.tries,
    },
    retraction: retraction && {
      source: retraction.bySource,
      id: retraction.byId,
      reason: retraction.reason,
      correctedBy: retraction.correctedBy,
    },
    lines: facts.lines
      .filter(({ key }) => reached.has(`line:${key}`))
      .map(({ key, deliveredAt, overdueAt }) => ({ key, deliveredAt: iso(deliveredAt), overdueAt: iso(overdueAt) })),
    disruptions: disruptions.map(({ id: key, title, state, closedReason }) => ({
      id: key,
      title,
      state,
      closedReason,
    })),
    proposals: facts.proposals
      .filter((row) => reached.has(`proposal:${row.id}`))
      .map(({ id: key, revision, chosen, verdict, state }) => ({ id: key, revision, chosen, verdict, state })),
    decisions: facts.decisions
      .filter((row) => reached.has(`decision:${row.id}`))
      .map(({ id: key, kind, policyVersion, decidedAt }) => ({
        id: key,
        kind,
        policyVersion,
        decidedAt: decidedAt.toISOString(),
      })),
    actions: facts.actions
      .filter((row) => reached.has(`action:${row.id}`))
      .map(({ id: key, saga, state }) => ({ id: key, saga, state })),
    outcomes: disruptions.flatMap((row) => {
      const outcome = outcomeOf(facts, row);
      if (!outcome) return [];
      const { title, detail, promisedArrival, deliveredAt } = outcome;
      const words = `${title}: ${detail}.`;
      return [{ disruptionId: row.id, words, promisedArrival: iso(promisedArrival), deliveredAt: iso(deliveredAt) }];
    }),
  };
}
