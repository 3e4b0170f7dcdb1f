import type { FastifyRequest } from 'fastify';
import { sha256 } from '../../core/canonical.ts';
import type { Clock } from '../../core/clock.ts';
import { DomainError, forbidden } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { SourceContext } from '../../events/ingest/index.ts';
import { findSourceByKey, type KnownSource } from '../../events/sources/index.ts';
import { boundLookups } from './bound-lookups.ts';

/** How long a known key is remembered: a source that is switched off, a key that is revoked or runs out, is refused within this time. */
const REMEMBER_MS = 2_000;
const REMEMBERED = 1_000;

/**
 * Who calls the machine API, by bearer key.
 * @returns a function of a request that throws DomainError `unauthenticated` (401) for a missing or unknown key, `too_many` (429)
 *   for an address that tries one unknown key after another, `forbidden` (403) for a source that is switched off, `unavailable`
 *   (503) when the store is away.
 */
export function sourceAuthentication(db: Database, clock: Clock): (request: FastifyRequest) => Promise<SourceContext> {
  const answers = new Map<string, { source: Promise<KnownSource | null>; until: number }>();
  /** Keys by hash that were held when they were last looked up: their lookups are never refused. */
  const held = new Set<string>();
  const tries = boundLookups();

  /** One lookup for all requests that come while it is under way, and for those of the next two seconds, also where nobody holds the key. */
  const find = async (key: string, address: string): Promise<KnownSource | null> => {
    const now = clock.now();
    const name = sha256(Buffer.from(key, 'utf8')).toString('base64');
    const entry = answers.get(name);
    if (entry && entry.until >= now.getTime()) return entry.source;
    const isNew = !held.has(name);
    const wait = isNew ? tries.charge(address, now.getTime()) : 0;
    if (wait) {
      throw new DomainError(
        'too_many',
        'Too many keys that nobody holds came from this address. Wait, then send the key of a source.',
        { retryAfterSeconds: wait },
      );
    }
    const source = findSourceByKey(db, key, now);
    makeRoom(answers).set(name, { source, until: now.getTime() + REMEMBER_MS });
    source.then(
      (found) => {
        if (!found) return void held.delete(name);
        makeRoom(held).add(name);
        if (isNew) tries.giveBack(address, now.getTime());
      },
      () => {
        // What could not be looked up is asked for again by the next request.
        if (answers.get(name)?.source === source) answers.delete(name);
        if (isNew) tries.giveBack(address, now.getTime());
      },
    );
    return source;
  };

  return async (request) => {
    const [, key] = /^Bearer +(\S{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
    if (!key) throw new DomainError('unauthenticated', 'Send the key of a source: Authorization: Bearer KEY.');
    const source = await find(key, request.ip).catch((cause: unknown) => {
      if (cause instanceof DomainError) throw cause;
      throw new DomainError('unavailable', 'The store did not answer. Send this again.', {
        retryAfterSeconds: 2,
        cause,
      });
    });
    if (!source) {
      throw new DomainError(
        'unauthenticated',
        'No source holds this key, or it has expired or been revoked. Ask whoever manages the source for a new one.',
      );
    }
    if (!source.active) throw forbidden(`The source ${source.actor.name} is switched off.`);
    return { actor: source.actor, clock };
  };
}

type Room = { size: number; keys(): Iterable<string>; delete(key: string): boolean };

/** The same collection with room for one more: what was set first goes first. */
function makeRoom<T extends Room>(all: T): T {
  for (const oldest of all.keys()) {
    if (all.size < REMEMBERED) break;
    all.delete(oldest);
  }
  return all;
}
