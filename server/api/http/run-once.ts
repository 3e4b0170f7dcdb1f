import type { FastifyReply, FastifyRequest } from 'fastify';
import { canonicalHash, sha256 } from '../../core/canonical.ts';
import { MINUTE } from '../../core/clock.ts';
import { conflict, DomainError, invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { SourceContext } from '../../events/ingest/index.ts';

/** What a call answers. */
export type CallAnswer = { status: number; contentType: string; body: string };

/** A call that has been running for so long has died with its process, and may be made again: a file takes longer than signals. */
const GIVEN_UP_MS = 15 * MINUTE;
export const SOON_GIVEN_UP_MS = MINUTE;
/** Answers are kept for a day. */
const KEPT_MS = 24 * 60 * MINUTE;
const KEY = /^[\x21-\x7e]{1,200}$/;

type Call = { call: string; required: boolean; givenUpMs?: number; work: () => Promise<CallAnswer> };

/**
 * Makes a call once per `Idempotency-Key` of its source (draft-ietf-httpapi-idempotency-key-header): the same call again gets the
 * same answer. A call that was refused or failed leaves nothing behind, so that it may be made again with the same key. A call
 * that has run for too long may be made again beside it: whoever makes it takes the key over, and what the first one still ends
 * in is answered to its own caller alone.
 * @throws DomainError `invalid` (400) where the key is required and missing, `conflict` (409) while the first call runs,
 *   `unprocessable` (422) when the key came with another request.
 */
export async function runOnce(
  db: Database,
  ctx: SourceContext,
  request: FastifyRequest,
  { call, required, givenUpMs = GIVEN_UP_MS, work }: Call,
): Promise<CallAnswer> {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') {
    if (!required) return work();
    throw invalid('Send an Idempotency-Key: made once for this call, and sent again when the call is made again.');
  }
  if (typeof key !== 'string' || !KEY.test(key))
    throw invalid('The Idempotency-Key must be 1 to 200 visible ASCII characters.');
  const place: Place = { sourceId: ctx.actor.id, call, key };
  const begun = await begin(db, place, Uint8Array.from(fingerprint(request)), ctx.clock.now(), givenUpMs);
  if ('answer' in begun) return begun.answer;
  // Its epoch fences it: once another call has taken the key over, it neither answers for it nor frees it.
  const mine = { ...place, epoch: begun.epoch, finishedAt: null };
  try {
    const answer = await work();
    await db.prisma.idempotencyKey.updateMany({ where: mine, data: { ...answer, finishedAt: ctx.clock.now() } });
    return answer;
  } catch (error) {
    await db.prisma.idempotencyKey.deleteMany({ where: mine });
    throw error;
  }
}

type Place = { sourceId: string; call: string; key: string };

/** Takes a key for a call that is new, or takes it over from one that has run for too long; else what the first call answered. */
async function begin(
  db: Database,
  place: Place,
  requestHash: Uint8Array<ArrayBuffer>,
  now: Date,
  givenUpMs: number,
): Promise<{ epoch: number } | { answer: CallAnswer }> {
  const keys = db.prisma.idempotencyKey;
  const before = new Date(now.getTime() - KEPT_MS);
  await keys.deleteMany({
    where: {
      sourceId: place.sourceId,
      OR: [{ finishedAt: { lt: before } }, { finishedAt: null, startedAt: { lt: before } }],
    },
  });
  const { count } = await keys.createMany({ data: [{ ...place, requestHash, startedAt: now }], skipDuplicates: true });
  if (count) return { epoch: 1 };
  const known = await keys.findUnique({ where: { sourceId_call_key: place } });
  if (!known) throw conflict('The same call has just ended. Make it again.');
  if (!Buffer.from(known.requestHash).equals(requestHash)) {
    throw new DomainError(
      'unprocessable',
      'This Idempotency-Key came with another request. A new request needs a new key.',
    );
  }
  if (known.status !== null)
    return {
      answer: { status: known.status, contentType: known.contentType ?? 'application/json', body: known.body ?? '' },
    };
  const taken = await keys.updateMany({
    where: {
      ...place,
      epoch: known.epoch,
      finishedAt: null,
      startedAt: { lt: new Date(now.getTime() - givenUpMs) },
    },
    data: { epoch: known.epoch + 1, startedAt: now },
  });
  if (!taken.count) throw conflict('The same call is still running. Ask again in a moment.');
  return { epoch: known.epoch + 1 };
}

/** All of a request that its answer depends on. */
function fingerprint({ method, url, headers, body }: FastifyRequest): Buffer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  // Attributes of a signal in binary mode, and how an EPCIS document is to be taken.
  const told = Object.entries(headers).filter(([name]) => /^(ce|gs1)-/.test(name));
  return canonicalHash({
    method,
    url,
    contentType: headers['content-type'] ?? '',
    accept: headers.accept ?? '',
    body: sha256(bytes).toString('hex'),
    ...(told.length ? { headers: Object.fromEntries(told) } : {}),
  });
}

/** Sends an answer as it is. */
export const sendAnswer = (reply: FastifyReply, { status, contentType, body }: CallAnswer): FastifyReply =>
  reply.code(status).type(contentType).send(body);
