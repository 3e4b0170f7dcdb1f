import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Clock, systemClock } from '../core/clock.ts';
import { usd } from '../core/words.ts';
import { createFaults, type Fault, faultSchema, worksFirst } from './faults.ts';
import { readSettings, settingsSchema, writeSettings } from './settings.ts';
import { type Answer, openStore, refused } from './store.ts';
import { ERP_OFFERS } from './systems/erp.ts';
import { OMS_OFFERS } from './systems/oms.ts';
import type { Errand, Offer, World } from './systems/operation.ts';
import { TMS_ERRANDS, TMS_OFFERS } from './systems/tms.ts';
import { WMS_OFFERS } from './systems/wms.ts';

const OFFERS: Offer[] = [...ERP_OFFERS, ...TMS_OFFERS, ...OMS_OFFERS, ...WMS_OFFERS];
const ERRANDS: Errand[] = [...TMS_ERRANDS];
const undoSchema = z.object({ of: z.string().min(1) });

const problem = (status: number, title: string, detail: string): Answer => ({
  status,
  body: { type: 'about:blank', title, status, detail },
});

/** Undoes what the key `of` did. Without effect when it did nothing, was refused, never arrived or was undone before. */
function undoOnce(world: World, what: Offer, of: string, effect: (before: Record<string, unknown>) => void): Answer {
  const nothing = (words: string): Answer => ({ status: 200, body: { of, feeUsd: 0, words } });
  const done = world.store.find(of);
  if (!done) {
    world.store.refuseLate(of, what.system, what.operation, world.now);
    return nothing('Nothing to undo: the request had not arrived.');
  }
  if (done.operation !== what.operation) return refused(`${of} is not a ${what.operation}.`);
  if (!done.before || done.undone) return nothing('Nothing to undo.');
  const quote = what.quote(world, done.before);
  if (quote.blocker) return refused(quote.blocker);
  effect({ of });
  what.undo(world, done.before);
  world.store.markUndone(of);
  const words = quote.feeUsd > 0 ? `Undone; a fee of ${usd(quote.feeUsd)} stays.` : 'Undone, free of charge.';
  return { status: 200, body: { of, feeUsd: quote.feeUsd, words } };
}

/** Sends an answer the way the fault says: late, never, broken, or about something else. */
async function sendFaulty(reply: FastifyReply, fault: Fault, answer: Answer | null): Promise<unknown> {
  switch (fault.kind) {
    case 'reset':
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return reply;
    case 'hang':
      reply.hijack();
      return reply;
    case 'http-500':
      return reply.code(500).type('text/plain').send('Internal Server Error');
    case 'bad-body':
      return reply.code(200).type('application/json').send('{"reference": "BKG-0');
    case 'wrong-answer':
      return reply
        .code(200)
        .send({ ...answer?.body, orderNumber: 'ANOTHER', shipment: 'ANOTHER', subject: 'ANOTHER', of: 'ANOTHER' });
    default:
      if (fault.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
      return send(reply, answer ?? problem(500, 'No answer', 'The fault left no answer.'));
  }
}

const send = (reply: FastifyReply, answer: Answer & { replayed?: boolean }) =>
  reply
    .code(answer.status)
    .headers(answer.replayed ? { 'idempotency-replayed': 'true' } : {})
    .type(answer.status >= 400 ? 'application/problem+json' : 'application/json')
    .send(answer.body);

/**
 * A pretend enterprise: ERP, TMS, OMS and WMS with their own state, effect counters and faults on request.
 * `file` is where the state lies (":memory:" for none); the clock decides when a carrier has picked up.
 */
export function buildSandbox(options: { file: string; clock?: Clock }): FastifyInstance {
  const clock = options.clock ?? systemClock;
  const store = openStore(options.file);
  const faults = createFaults();
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.addHook('onClose', async () => store.close());

  const mutate = (
    path: string,
    system: string,
    operation: string,
    body: z.ZodType,
    run: (world: World, body: unknown, effect: (before: Record<string, unknown>) => void) => Answer,
  ) =>
    app.post(path, async (request, reply) => {
      const key = request.headers['idempotency-key'];
      if (typeof key !== 'string' || !key)
        return send(reply, problem(400, 'Key missing', 'Send an Idempotency-Key header.'));
      const parsed = body.safeParse(request.body);
      if (!parsed.success) return send(reply, problem(400, 'Unreadable', z.prettifyError(parsed.error)));
      const fault = faults.take(system, operation);
      const work = () => {
        const world: World = { store, settings: readSettings(store), now: clock.now() };
        return store.once({ key, system, operation, body: parsed.data, at: world.now }, (effect) =>
          fault?.kind === 'refused'
            ? refused('Refused on request: the partner says no.')
            : run(world, parsed.data, effect),
        );
      };
      if (!fault || fault.kind === 'refused') return send(reply, work());
      if (worksFirst(fault)) return sendFaulty(reply, fault, work());
      if (fault.kind !== 'slow') return sendFaulty(reply, fault, null);
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
      return send(reply, work());
    });

  for (const what of ERRANDS)
    mutate(`/${what.system}/${what.operation}`, what.system, what.operation, what.body, what.run);
  for (const what of OFFERS) {
    const at = `/${what.system}/${what.operation}`;
    mutate(at, what.system, what.operation, what.body, what.run);
    mutate(
      `/${what.system}/${what.undoOperation}`,
      what.system,
      what.undoOperation,
      undoSchema,
      (world, body, effect) => undoOnce(world, what, undoSchema.parse(body).of, effect),
    );
    app.get(`${at}/cancellation-quote`, async (request, reply) => {
      const parsed = undoSchema.safeParse(request.query);
      if (!parsed.success) return send(reply, problem(400, 'Unreadable', 'Say which request: ?of=KEY.'));
      const { of } = parsed.data;
      const done = store.find(of);
      if (!done?.before || done.undone) {
        return { of, feeUsd: 0, blocker: null, reversibleUntil: null, words: 'Nothing to undo.' };
      }
      return { of, ...what.quote({ store, settings: readSettings(store), now: clock.now() }, done.before) };
    });
  }

  app.get('/effects', async () => store.effects());
  app.get('/faults', async () => faults.list());
  app.put('/faults', async (request, reply) => {
    const parsed = faultSchema.safeParse(request.body);
    if (!parsed.success) return send(reply, problem(400, 'Unreadable', z.prettifyError(parsed.error)));
    faults.set(parsed.data);
    return faults.list();
  });
  app.delete('/faults', async () => {
    faults.clear();
    return [];
  });
  app.get('/settings', async () => readSettings(store));
  app.put('/settings', async (request, reply) => {
    const parsed = settingsSchema.partial().safeParse(request.body);
    if (!parsed.success) return send(reply, problem(400, 'Unreadable', z.prettifyError(parsed.error)));
    return writeSettings(store, parsed.data);
  });
  app.get('/healthz', async () => ({ ok: true }));
  return app;
}
