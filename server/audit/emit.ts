import { canonicalBytes, sha256 } from '../core/canonical.ts';
import type { Actor, Context } from '../core/context.ts';
import { newId } from '../core/ids.ts';
import { reservePlaces, seqSql, type Tx } from '../db/transaction.ts';
import type { AuditAction } from './actions.ts';

export type AuditInput = {
  action: AuditAction;
  /** The entity is the part before the dot of the action; this is which one. */
  entityId: string;
  /** One sentence, as a person would say it: what this change means. Names no person: who acted stands in `actor`, by id. */
  meaning: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  disruptionId?: string | null;
  decisionId?: string | null;
};

/** No name and no e-mail: an entry stays for good, and whoever reads it joins the names that people have then. */
const actorOf = (actor: Actor) =>
  actor.kind === 'person'
    ? { kind: actor.kind, id: actor.id, roles: [...actor.roles].sort() }
    : actor.kind === 'agent'
      ? { kind: actor.kind, id: actor.id, version: actor.version }
      : { kind: actor.kind, id: actor.id };

/** 1: persons by name as well. 2: by id and the roles they held; no personal name stands in an entry's bytes. */
const ENTRY_VERSION = 2;

/** RFC 6962 leaf hash: SHA-256 of 0x00 and the bytes, so that a leaf can never be passed off as a node. */
export const leafHash = (bytes: Uint8Array): Buffer => sha256(Buffer.concat([Buffer.of(0x00), bytes]));

/** The rows of some audit entries, ready for `auditInsert`: bytes in RFC 8785 canonical JSON of everything a verifier needs. */
export function auditRows(ctx: Context, entries: AuditInput[]): Record<string, unknown>[] {
  const at = ctx.clock.now().toISOString();
  return entries.map((entry, place) => {
    const id = newId();
    const entity = entry.action.slice(0, entry.action.indexOf('.'));
    const bytes = canonicalBytes({
      v: ENTRY_VERSION,
      id,
      at,
      actor: actorOf(ctx.actor),
      action: entry.action,
      entity,
      entityId: entry.entityId,
      meaning: entry.meaning,
      before: entry.before ?? null,
      after: entry.after ?? null,
      disruptionId: entry.disruptionId ?? null,
      decisionId: entry.decisionId ?? null,
    });
    return {
      place,
      id,
      at,
      action: entry.action,
      entity,
      entity_id: entry.entityId,
      actor_kind: ctx.actor.kind,
      actor_id: ctx.actor.id,
      disruption_id: entry.disruptionId ?? null,
      decision_id: entry.decisionId ?? null,
      bytes: bytes.toString('base64'),
      hash: leafHash(bytes).toString('base64'),
    };
  });
}

/** SQL that inserts `auditRows` given as the JSON parameter `rows`, from place `first` on. Ends in its FROM, so that a WHERE may follow. */
export const auditInsert = (rows: string, first: string) =>
  `INSERT INTO audit_entry (seq, id, at, action, entity, entity_id, actor_kind, actor_id, disruption_id, decision_id, bytes, hash)
   SELECT ${seqSql(`${first} + r.place`)}, r.id, r.at, r.action, r.entity, r.entity_id, r.actor_kind, r.actor_id,
          r.disruption_id, r.decision_id, decode(r.bytes, 'base64'), decode(r.hash, 'base64')
   FROM jsonb_to_recordset(${rows}::jsonb) AS r(place int, id text, at timestamptz, action text, entity text, entity_id text,
        actor_kind text, actor_id text, disruption_id text, decision_id text, bytes text, hash text)`;

/** Writes audit entries in the transaction that makes the change; when this fails, the change fails. */
export async function emitAudit(tx: Tx, ctx: Context, entries: AuditInput | AuditInput[]): Promise<void> {
  const list = Array.isArray(entries) ? entries : [entries];
  if (!list.length) return;
  const first = reservePlaces(tx, 'audit', list.length);
  await tx.$executeRawUnsafe(auditInsert('$1', '$2::int'), JSON.stringify(auditRows(ctx, list)), first);
}
