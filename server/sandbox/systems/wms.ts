import { z } from 'zod';
import { amount, plural } from '../../core/words.ts';
import { minuteOf } from '../words.ts';
import { offer, type World } from './operation.ts';

const goodsSchema = z.object({ item: z.string(), quantity: z.number(), unit: z.string() });
const referenceSchema = z.object({ reference: z.string() });

const numberOf = (world: World, table: 'wms_hold' | 'wms_count', prefix: string): string => {
  const row = world.store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get();
  return `${prefix}-${String(Number(row?.n ?? 0) + 1).padStart(6, '0')}`;
};

/** A hold can be released as long as nobody else has. */
const releasable = {
  quote(world: World, before: Record<string, unknown>) {
    const { reference } = referenceSchema.parse(before);
    const row = world.store.db.prepare('SELECT state FROM wms_hold WHERE reference = ?').get(reference);
    return {
      feeUsd: 0,
      blocker: row?.state === 'held' ? null : `${reference} has been released by somebody else.`,
      reversibleUntil: null,
      words: `${reference} can be released free of charge.`,
    };
  },
  undo(world: World, before: Record<string, unknown>) {
    const { reference } = referenceSchema.parse(before);
    world.store.db.prepare("UPDATE wms_hold SET state = 'released' WHERE reference = ?").run(reference);
  },
};

const placeHold = offer({
  system: 'wms',
  operation: 'place-hold',
  undoOperation: 'release-hold',
  body: z.object({
    subject: z.string().min(1),
    site: z.string().nullable(),
    reason: z.string().min(1),
    goods: z.array(goodsSchema),
  }),
  run(world, body, effect) {
    const reference = numberOf(world, 'wms_hold', 'HLD');
    effect({ reference });
    world.store.db
      .prepare(
        "INSERT INTO wms_hold (reference, kind, subject, site, reason, state) VALUES (?, 'arrival', ?, ?, ?, 'held')",
      )
      .run(reference, body.subject, body.site, body.reason);
    const what = body.goods.length ? `${plural(body.goods.length, 'item')} in ${body.subject}` : body.subject;
    return {
      status: 200,
      body: {
        reference,
        subject: body.subject,
        reversibleUntil: null,
        words: `${what} will be held for quality review on arrival${body.site ? ` at ${body.site}` : ''} as ${reference}.`,
      },
    };
  },
  ...releasable,
});

const freezeStock = offer({
  system: 'wms',
  operation: 'freeze-stock',
  undoOperation: 'release-stock',
  body: z.object({ item: z.string().min(1), site: z.string().min(1), unit: z.string(), reason: z.string().min(1) }),
  run(world, body, effect) {
    const reference = numberOf(world, 'wms_hold', 'HLD');
    const subject = `${body.item} at ${body.site}`;
    effect({ reference });
    world.store.db
      .prepare(
        "INSERT INTO wms_hold (reference, kind, subject, site, reason, state) VALUES (?, 'stock', ?, ?, ?, 'held')",
      )
      .run(reference, subject, body.site, body.reason);
    return {
      status: 200,
      body: { reference, subject, reversibleUntil: null, words: `${subject} is frozen as ${reference}.` },
    };
  },
  ...releasable,
});

const countSchema = z.object({ reference: z.string(), dueAt: z.string() });

const orderCount = offer({
  system: 'wms',
  operation: 'order-count',
  undoOperation: 'cancel-count',
  body: z.object({
    item: z.string().min(1),
    site: z.string().min(1),
    unit: z.string(),
    ledger: z.number(),
    counted: z.number(),
  }),
  run(world, body, effect) {
    const reference = numberOf(world, 'wms_count', 'CNT');
    const dueAt = new Date(world.now.getTime() + world.settings.countedAfterSeconds * 1_000).toISOString();
    effect({ reference, dueAt });
    world.store.db
      .prepare("INSERT INTO wms_count (reference, item, site, due_at, state) VALUES (?, ?, ?, ?, 'ordered')")
      .run(reference, body.item, body.site, dueAt);
    return {
      status: 200,
      body: {
        reference,
        subject: `${body.item} at ${body.site}`,
        reversibleUntil: dueAt,
        words: `Recount of ${body.item} at ${body.site} ordered as ${reference}, to be done by ${minuteOf(dueAt)}; ledger ${amount(body.ledger, body.unit)}, counted ${amount(body.counted, body.unit)}.`,
      },
    };
  },
  quote(world, before) {
    const order = countSchema.parse(before);
    const done = world.now.toISOString() >= order.dueAt;
    return {
      feeUsd: 0,
      blocker: done ? `${order.reference} was counted at ${minuteOf(order.dueAt)}.` : null,
      reversibleUntil: order.dueAt,
      words: `${order.reference} can be cancelled free of charge until it is counted at ${minuteOf(order.dueAt)}.`,
    };
  },
  undo(world, before) {
    const order = countSchema.parse(before);
    world.store.db.prepare("UPDATE wms_count SET state = 'cancelled' WHERE reference = ?").run(order.reference);
  },
});

export const WMS_OFFERS = [placeHold, freezeStock, orderCount];
