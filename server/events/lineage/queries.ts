import type { Database } from '../../db/client.ts';
import { signalWords } from '../contracts/index.ts';
import { isEvaluated, readProgress } from '../ingest/index.ts';
import { lineKeyOf, readLineFact } from '../world/index.ts';
import type { SignalTrace } from './schema.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/**
 * A signal of one source and where it went: the line it told of, the disruptions that threatened the line, and the proposals,
 * decisions and actions that answered. Null when this source sent no such signal. The planes meet in stored rows, and lineage
 * is what reads along them.
 */
export async function traceSignal(
  db: Database,
  { sourceId, source, id }: { sourceId: string; source: string; id: string },
): Promise<SignalTrace | null> {
  const { prisma } = db;
  const signal = await prisma.signal.findFirst({ where: { source, id, sourceId } });
  if (!signal) return null;
  const payloadHash = Buffer.from(signal.payloadHash).toString('hex');
  const fact = readLineFact(signal);
  const [contract, progress, line] = await Promise.all([
    prisma.contract.findFirst({ where: { type: signal.type, version: signal.contractVersion } }),
    readProgress(db),
    fact && prisma.orderLine.findUnique({ where: { key: lineKeyOf(source, fact.line.lineNumber) } }),
  ]);
  const disruptionId = line?.disruptionId;
  const where = { disruptionId: disruptionId ?? '' };
  const [disruptions, proposals, decisions, actions] = await Promise.all([
    prisma.disruption.findMany({ where: { id: disruptionId ?? '' } }),
    prisma.proposal.findMany({ where, orderBy: { revision: 'asc' } }),
    prisma.decision.findMany({ where, orderBy: { decidedAt: 'asc' } }),
    prisma.action.findMany({ where, orderBy: { createdAt: 'asc' } }),
  ]);
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
      payloadHash,
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
    evaluated: isEvaluated(progress, signal),
    lines: line ? [{ key: line.key, deliveredAt: iso(line.deliveredAt), overdueAt: iso(line.overdueAt) }] : [],
    disruptions: disruptions.map(({ id: key, title, state, closedReason }) => ({
      id: key,
      title,
      state,
      closedReason,
    })),
    proposals: proposals.map(({ id: key, revision, chosen, verdict, state }) => ({
      id: key,
      revision,
      chosen,
      verdict,
      state,
    })),
    decisions: decisions.map(({ id: key, kind, policyVersion, decidedAt }) => ({
      id: key,
      kind,
      policyVersion,
      decidedAt: decidedAt.toISOString(),
    })),
    actions: actions.map(({ id: key, saga, state }) => ({ id: key, saga, state })),
  };
}
