import type { Names } from '../auth/find-names.ts';
import type { ErrorCode, RefusalReason } from '../core/errors.ts';
import type { AuditEntry } from '../db/generated/client.ts';
import type { AuditAction } from './actions.ts';
import { leafHash } from './emit.ts';
import type { AuditEntryView, CHAIN_LINKS } from './schema.ts';

type Link = (typeof CHAIN_LINKS)[number];

/** Actions that belong to the roll-back although their entity is the action or a step. */
const ROLL_BACK: ReadonlySet<string> = new Set<AuditAction>([
  'action.rollback-requested',
  'action.rolled-back',
  'action.needs-person',
  'step.undoing',
  'step.undone',
  'step.undo-refused',
  'step.closed',
]);

const BY_ENTITY: Record<string, Link> = {
  signals: 'signal',
  disruption: 'disruption',
  proposal: 'proposal',
  policy: 'policy',
  decision: 'decision',
  action: 'step',
  step: 'step',
};

/**
 * The entity id of the entry of one batch: its partition and the seq of its last signal, zero-padded, so that the batch of a
 * signal is the first of its partition whose id is not below the signal's own. Batches of the first release have no partition.
 */
export const batchId = (partition: number, seq: bigint): string => `p${partition}-${seq.toString().padStart(16, '0')}`;

/** Which link of the chain an entry stands behind, or null when it belongs to none. */
export function linkOf(action: string): Link | null {
  if (ROLL_BACK.has(action)) return 'roll-back';
  if (action === 'proposal.gated') return 'policy';
  if (action === 'signal.evaluated-again') return 'signal';
  return BY_ENTITY[action.slice(0, action.indexOf('.'))] ?? null;
}

const REFUSED: Record<RefusalReason, string> = {
  right: 'none of the roles held has the right',
  authority: 'the role held is below what it asks for',
  'every-region': 'it is for people of every region',
  'own-proposal': 'it was about the person’s own proposal',
  'approved-already': 'the person had approved it already',
  decided: 'it had been decided already',
  closed: 'the case had ended',
  replaced: 'a newer proposal had taken its place',
  'not-shown': 'the screen had shown something else than what stood',
  'facts-moved': 'the facts of the case had moved',
};

const CODES: Partial<Record<ErrorCode, string>> = {
  forbidden: 'it is not allowed',
  other_person: 'the page was made for another account',
  not_found: 'there is no such thing in the regions of who asked',
  conflict: 'somebody was faster, or it had changed',
  too_late: 'it came too late',
};

/** Why something was refused, to end a sentence; `reason` as `noteRefusal` keeps it. */
export const refusalWords = (reason: string): string =>
  REFUSED[reason as RefusalReason] ?? CODES[reason as ErrorCode] ?? 'it could not be done';

/** An entry of either version as people read it, with the names of now; `sound` says whether the stored hash is the hash of the stored bytes. */
export function viewOfEntry(entry: AuditEntry, names: Names = new Map()): AuditEntryView {
  const said = JSON.parse(Buffer.from(entry.bytes).toString('utf8')) as {
    actor: { kind: string; id: string; name?: string; roles?: string[] };
    meaning: string;
    before: unknown;
    after: unknown;
  };
  return {
    seq: entry.seq.toString(),
    id: entry.id,
    at: entry.at.toISOString(),
    action: entry.action,
    entity: entry.entity,
    entityId: entry.entityId,
    actor: {
      kind: said.actor.kind,
      id: said.actor.id,
      name: names.get(said.actor.id) ?? said.actor.name ?? null,
      roles: said.actor.roles ?? [],
    },
    meaning: said.meaning,
    before: said.before,
    after: said.after,
    hash: Buffer.from(entry.hash).toString('hex'),
    sound: leafHash(entry.bytes).equals(Buffer.from(entry.hash)),
    disruptionId: entry.disruptionId,
    decisionId: entry.decisionId,
  };
}
