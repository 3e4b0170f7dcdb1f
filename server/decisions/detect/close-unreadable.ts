import type { OpenCase } from './queries.ts';
import type { WatchedCase } from './write-watched.ts';

/**
 * Closes a case whose stored facts cannot be read and on whose signals nothing rests any more. It keeps its figures and what is
 * stored of it, byte for byte.
 */
export const closeUnreadable = (
  existing: OpenCase,
  { reason, change, told }: { reason: string; change: string; told: string },
): WatchedCase => ({
  key: existing.key,
  playbook: existing.playbook,
  existing,
  source: existing.source,
  region: existing.region,
  subject: existing.shipment,
  subjectKeys: existing.subjectKeys,
  title: existing.title,
  valueUsd: existing.valueKnown ? Number(existing.valueAtRisk) : null,
  lineCount: existing.lineCount,
  occurredAt: existing.occurredAt,
  breachAt: existing.breachAt,
  detectedAt: existing.detectedWorldAt,
  facts: (existing.facts ?? {}) as object,
  closed: { at: existing.detectedWorldAt, reason },
  material: true,
  change,
  told,
});
