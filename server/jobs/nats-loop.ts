import { setTimeout as sleep } from 'node:timers/promises';
import { AckPolicy, type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, nanos } from '@nats-io/transport-node';
import { type Clock, SECOND } from '../core/clock.ts';
import { DomainError } from '../core/errors.ts';
import { openLines } from '../core/keep-order.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import type { Intake, SourceContext } from '../events/ingest/index.ts';
import { readSignals } from '../events/reading/index.ts';
import { findSourceById } from '../events/sources/index.ts';
import { openLease } from './lease.ts';

/** Where sources publish: one subject a source, so that the broker's own permissions say who may speak as whom. */
export const NATS_STREAM = 'HOLDPOINT_SIGNALS';
export const NATS_SUBJECTS = 'holdpoint.signals.';
const DURABLE = 'holdpoint-ingest';

const LEASE_MS = 10 * SECOND;
const RETRY_MS = SECOND;
/** Messages handed out and not yet acknowledged, at most: what bounds memory. */
const MAX_UNACKED = 2_000;
/** A message that nobody acknowledged within this time is handed out again. */
const ACK_WAIT_MS = 10 * SECOND;
const REMEMBER_MS = 2 * SECOND;

type NatsLoop = { db: Database; clock: Clock; intake: Intake; log: Logger; servers: string };

/**
 * Takes in CloudEvents that sources publish to JetStream (`holdpoint.signals.{source id}`), and acknowledges each once it is
 * committed. One process consumes at a time, under a lease, so that signals keep the order in which the stream holds them;
 * what was handed out to a process that died comes again and is then a duplicate.
 * @param servers one or more `nats://` addresses, separated by commas. The broker may be away at the start.
 */
export function startNatsLoop({ db, clock, intake, log, servers }: NatsLoop): { stop(): Promise<void> } {
  const address = addressOf(servers);
  const lease = openLease(db, `ingest-nats ${address.servers.join(',')}`, LEASE_MS); // one for each hub
  const stopping = new AbortController();
  const { signal } = stopping;
  let connection: NatsConnection | null = null;
  const line = openLines();

  const loop = async () => {
    while (!signal.aborted) {
      try {
        if ((await lease.hold()) === null) await sleep(RETRY_MS, undefined, { signal });
        else {
          connection ??= await connect({ ...address, name: 'holdpoint', maxReconnectAttempts: -1 });
          await consume(connection);
        }
      } catch (error) {
        if (signal.aborted) break;
        log.warn({ err: error }, 'JetStream cannot be read; trying again');
        if (connection?.isClosed()) connection = null;
        await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
  };

  /** Consumes until the lease is lost, the broker goes away or the tower stops. */
  const consume = async (nats: NatsConnection) => {
    await prepareStream(nats);
    const consumer = await jetstream(nats).consumers.get(NATS_STREAM, DURABLE);
    const messages = await consumer.consume({ max_messages: MAX_UNACKED / 4 });
    const watch = setInterval(() => {
      lease.hold().then((epoch) => (epoch === null ? stop() : undefined), stop);
    }, LEASE_MS / 3);
    const stop = () => void messages.close();
    signal.addEventListener('abort', stop);
    const working = new Set<Promise<void>>();
    try {
      for await (const message of messages) {
        // Read side by side, a long one in a thread, and handed to the intake in order, which keeps it and shares commits.
        const source = await sourceOf(message.subject).catch(() => 'unknown' as const);
        const work = take(source, message).finally(() => working.delete(work));
        working.add(work);
      }
    } finally {
      clearInterval(watch);
      signal.removeEventListener('abort', stop);
      await Promise.all(working);
    }
  };

  const known = new Map<string, { source: SourceContext | null; until: number }>();
  const sourceOf = async (subject: string): Promise<SourceContext | null> => {
    const id = subject.slice(NATS_SUBJECTS.length);
    const now = performance.now();
    let entry = known.get(id);
    if (!entry || entry.until < now) {
      const found = await findSourceById(db, id);
      entry = { source: found?.active ? { actor: found.actor, clock } : null, until: now + REMEMBER_MS };
      known.set(id, entry);
    }
    return entry.source;
  };

  const take = async (source: SourceContext | null | 'unknown', message: JsMsg): Promise<void> => {
    try {
      if (source === 'unknown') throw new DomainError('unavailable', 'The store did not answer.');
      if (!source) {
        // Not acknowledged as done: it stays in the stream, where an operator can read it.
        log.warn(
          { subject: message.subject, seq: message.seq },
          'no active source has this subject; message set aside',
        );
        return message.term(); // without a reason: servers before 2.11 do not know a termination that has one
      }
      await accept(source, message);
    } catch (error) {
      log.warn({ err: error, subject: message.subject, seq: message.seq }, 'message not stored; it comes again');
      message.nak(RETRY_MS);
    }
  };

  const accept = async (source: SourceContext, message: JsMsg): Promise<void> => {
    const { turn, pass } = line(source.actor.id);
    let accepted: ReturnType<Intake['accept']>;
    try {
      const signals = await readSignals(headersOf(message), Buffer.from(message.data));
      await turn;
      accepted = intake.accept(source, signals);
    } catch (error) {
      // One that could not be read now is no bad message: it comes again.
      if (!(error instanceof DomainError) || ['busy', 'unavailable'].includes(error.code)) throw error;
      await intake.reject(source);
      return message.term();
    } finally {
      pass();
    }
    await accepted;
    message.ack();
  };

  const ended = loop();
  return {
    stop: async () => {
      stopping.abort();
      await ended;
      await connection?.close();
      await lease.drop().catch(() => {});
    },
  };
}

/** Makes stream and consumer where they are missing; what an operator has set up otherwise is left as it is. */
async function prepareStream(nats: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(nats);
  await manager.streams
    .info(NATS_STREAM)
    .catch(() => manager.streams.add({ name: NATS_STREAM, subjects: [`${NATS_SUBJECTS}>`] }));
  await manager.consumers.info(NATS_STREAM, DURABLE).catch(() =>
    manager.consumers.add(NATS_STREAM, {
      durable_name: DURABLE,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT_MS),
      max_ack_pending: MAX_UNACKED,
      max_deliver: -1,
    }),
  );
}

/** The CloudEvents binding of NATS: `ce-` headers and the media type are those of HTTP, structured JSON when none is told. */
function headersOf(message: JsMsg): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of message.headers?.keys() ?? []) headers[name.toLowerCase()] = message.headers?.get(name) ?? '';
  headers['content-type'] ??= 'application/cloudevents+json';
  return headers;
}

/** User, password or token from the address, as the command line tools of NATS read it. */
function addressOf(servers: string) {
  const list = servers.split(',').map((text) => new URL(text.trim()));
  const [first] = list;
  const credentials = first?.password
    ? { user: decodeURIComponent(first.username), pass: decodeURIComponent(first.password) }
    : first?.username
      ? { token: decodeURIComponent(first.username) }
      : {};
  return { servers: list.map(({ host }) => host), ...credentials };
}
