import { type AuditInput, emitAudit } from '../../audit/index.ts';
import type { Context } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Tx } from '../../db/transaction.ts';
import { addNotes, severityOf } from '../disruptions/index.ts';
import type { OpenCase } from './queries.ts';
import { type CaseRow, upsertCases } from './upsert-cases.ts';
import type { TouchedCase } from './write-cases.ts';

/** What a watch says of one case in a batch. All times are event times. */
export type WatchedCase = {
  key: string;
  playbook: string;
  existing: OpenCase | null;
  source: string;
  region: string;
  /** What it is about: "container X", "insulin at Nairobi". */
  subject: string;
  subjectKeys: string[];
  title: string;
  /** Null when nobody knows what is at stake. */
  valueUsd: number | null;
  lineCount: number;
  occurredAt: Date;
  breachAt: Date;
  detectedAt: Date;
  facts: object;
  closed: { at: Date; reason: string } | null;
  /** Whether what changed bears on the answer; else only the figures are brought up to date. */
  material: boolean;
  /** What changed, inside a sentence, and what is told when it opens, changes or closes. */
  change: string;
  told: string;
  /** What the timeline says of it besides. */
  note?: { kind: 'heard' | 'silent'; words: string; worldAt: Date };
};

/**
 * Writes cases that are watched rather than late: rows, audit entries, feed rows. One that opened and closed within the batch
 * leaves both entries; one that only got newer figures leaves a feed row.
 * @returns the cases whose agents are to be asked, and those that closed.
 */
export async function writeWatched(tx: Tx, ctx: Context, list: readonly WatchedCase[]): Promise<TouchedCase[]> {
  if (!list.length) return [];
  const at = ctx.clock.now();
  const cases = list.map((item) => ({ item, row: rowOf(item, at) }));
  // A case that closes leaves its key before the next one of the same key opens; several of one key open in their order.
  await upsertCases(
    tx,
    cases.filter(({ item }) => item.existing).map(({ row }) => row),
  );
  const fresh = cases.filter(({ item }) => !item.existing);
  await upsertCases(
    tx,
    [...fresh].sort((a, b) => Number(b.item.closed !== null) - Number(a.item.closed !== null)).map(({ row }) => row),
  );
  await emitAudit(
    tx,
    ctx,
    cases.flatMap(({ item, row }) => entriesOf(item, row)),
  );
  await addNotes(
    tx,
    at,
    cases.flatMap(({ item, row }) => (item.note ? [{ ...item.note, disruptionId: row.id, region: row.region }] : [])),
  );
  await appendFeed(
    tx,
    at,
    cases.map(({ item, row }) => ({
      area: 'disruptions',
      kind: item.closed ? 'closed' : item.existing ? 'updated' : 'opened',
      ids: [row.id],
      region: row.region,
    })),
  );
  return cases
    .filter(({ item }) => item.material || item.closed || !item.existing)
    .map(({ item, row }) => ({
      id: row.id,
      playbook: row.playbook,
      source: row.source,
      region: row.region,
      shipment: row.shipment,
      factsVersion: row.factsVersion,
      subjectKeys: row.subjectKeys,
      open: row.state === 'open',
      members: [],
      facts: item.facts,
      change: item.change,
    }));
}

function rowOf(item: WatchedCase, at: Date): CaseRow {
  const { existing, closed, valueUsd } = item;
  return {
    id: existing?.id ?? newId(),
    key: item.key,
    playbook: item.playbook,
    source: existing?.source ?? item.source,
    region: existing?.region ?? item.region,
    title: item.title,
    state: closed ? 'closed' : 'open',
    closedReason: closed?.reason ?? null,
    severity: severityOf(valueUsd),
    supplier: '',
    origin: '',
    destination: '',
    shipment: item.subject,
    lineCount: item.lineCount,
    valueAtRisk: valueUsd ?? 0,
    valueKnown: valueUsd !== null,
    currency: 'USD',
    occurredAt: item.occurredAt,
    breachAt: item.breachAt,
    detectedWorldAt: existing?.detectedWorldAt ?? item.detectedAt,
    closedWorldAt: closed?.at ?? null,
    openedAt: existing?.openedAt ?? at,
    closedAt: closed ? at : null,
    factsVersion: existing ? existing.factsVersion + (item.material || closed ? 1 : 0) : 1,
    updatedAt: at,
    facts: item.facts,
    subjectKeys: item.subjectKeys,
  };
}

function entriesOf(
  { existing, closed, material, told, change, detectedAt, subject }: WatchedCase,
  row: CaseRow,
): AuditInput[] {
  const common = { entityId: row.id, disruptionId: row.id };
  const entries: AuditInput[] = [];
  if (!existing) {
    const after = { state: 'open', subject, worldAt: detectedAt.toISOString(), facts: row.facts };
    const meaning = closed ? `${subject}: raised from readings that came late.` : told;
    entries.push({ ...common, action: 'disruption.opened', meaning, after });
  } else if (material && !closed) {
    entries.push({
      ...common,
      action: 'disruption.updated',
      meaning: `${subject}: ${change}.`,
      before: { factsVersion: existing.factsVersion },
      after: { factsVersion: row.factsVersion, facts: row.facts },
    });
  }
  if (closed) {
    entries.push({
      ...common,
      action: 'disruption.closed',
      meaning: told,
      before: { state: 'open' },
      after: { state: 'closed', reason: closed.reason, worldAt: closed.at.toISOString() },
    });
  }
  return entries;
}
