import { noteRefusal } from '../audit/index.ts';
import type { Context } from '../core/context.ts';
import type { DomainError, ErrorCode } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';

/** Refusals that are evidence. Input that cannot be read, and what is busy or down, say nothing of who may do what. */
const EVIDENCE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'forbidden',
  'other_person',
  'not_found',
  'conflict',
  'too_late',
]);

/** Members of an input that name what an act is about, the nearest first. */
const NAMES = ['proposalId', 'actionId', 'disruptionId', 'keyId', 'id', 'sourceId'] as const;

/** What an act is about, as its input names it. An id is short and plain: nothing else of an input is kept. */
export function entityOf(input: unknown): string | null {
  if (input === null || typeof input !== 'object') return null;
  const told = input as Record<string, unknown>;
  const ids = [...NAMES.map((name) => told[name]), modelOf(told)];
  return ids.find((id): id is string => typeof id === 'string' && /^[\w.:/-][\w.:/ -]{0,99}$/.test(id)) ?? null;
}

const modelOf = ({ name, version }: Record<string, unknown>): unknown =>
  typeof name === 'string' && typeof version === 'string' ? `${name} ${version}` : null;

/** Writes a refused act into the audit log, if it is evidence. Never throws: the answer to the caller is the refusal itself. */
export async function noteRefused(
  { db, log }: { db: Database; log: Logger },
  ctx: Context,
  { act, input, error }: { act: string; input?: unknown; error: DomainError },
): Promise<void> {
  if (!EVIDENCE.has(error.code)) return;
  const { kind, id } = ctx.actor;
  const refused = { act, entityId: entityOf(input), code: error.code, reason: error.more.reason ?? null };
  const key = JSON.stringify([kind, id, refused]);
  const more = underWay.get(key);
  underWay.set(key, (more ?? 0) + 1);
  if (more !== undefined) return;
  try {
    for (let times = 1; times > 0; times = underWay.get(key) ?? 0) {
      underWay.set(key, 0);
      await noteRefusal(db, ctx, { ...refused, times });
    }
  } catch (cause) {
    log.error({ err: cause, act, actor: id, code: error.code }, 'a refusal could not be audited');
  } finally {
    underWay.delete(key);
  }
}

/** Refusals that are being written, each with how often the same came meanwhile: a flood of one keeps one connection. */
const underWay = new Map<string, number>();
