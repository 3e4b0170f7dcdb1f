import { z } from 'zod';
import { dayOfYear as day, plural } from '../../core/words.ts';
import { offer, type World } from './operation.ts';

const promiseSchema = z.object({
  shipment: z.string(),
  promised: z.string(),
  customers: z.array(z.string()),
  version: z.number(),
});

const put = (world: World, promise: z.infer<typeof promiseSchema>) =>
  void world.store.db
    .prepare(
      `INSERT INTO oms_promise (shipment, promised, customers, version) VALUES (?, ?, ?, ?)
       ON CONFLICT (shipment) DO UPDATE SET promised = excluded.promised, customers = excluded.customers, version = excluded.version`,
    )
    .run(promise.shipment, promise.promised, JSON.stringify(promise.customers), promise.version);

const versionOf = (world: World, shipment: string) =>
  world.store.db.prepare('SELECT promised, version FROM oms_promise WHERE shipment = ?').get(shipment);

const rePromise = offer({
  system: 'oms',
  operation: 're-promise',
  undoOperation: 'restore-promise',
  body: z.object({
    shipment: z.string(),
    promised: z.iso.datetime({ offset: true }),
    previous: z.iso.datetime({ offset: true }),
    customers: z.array(z.string()),
  }),
  run(world, body, effect) {
    const standing = versionOf(world, body.shipment);
    const before = {
      shipment: body.shipment,
      promised: standing ? String(standing.promised) : body.previous,
      customers: body.customers,
      version: Number(standing?.version ?? 0),
    };
    effect(before);
    put(world, { ...before, promised: body.promised, version: before.version + 1 });
    return {
      status: 200,
      body: {
        reference: `PRM-${body.shipment}-${before.version + 1}`,
        shipment: body.shipment,
        reversibleUntil: null,
        words: `${plural(body.customers.length, 'customer')} told the new date ${day(body.promised)}.`,
      },
    };
  },
  quote(world, before) {
    const promise = promiseSchema.parse(before);
    const moved = Number(versionOf(world, promise.shipment)?.version) !== promise.version + 1;
    return {
      feeUsd: 0,
      blocker: moved ? `A newer promise was made for ${promise.shipment} since.` : null,
      reversibleUntil: null,
      words: `The promise goes back to ${day(promise.promised)}, free of charge.`,
    };
  },
  undo(world, before) {
    const promise = promiseSchema.parse(before);
    put(world, { ...promise, version: promise.version + 2 });
  },
});

export const OMS_OFFERS = [rePromise];
