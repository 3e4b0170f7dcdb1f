import { z } from 'zod';
import { amount, figure } from '../../core/words.ts';
import { minuteOf } from '../words.ts';
import { offer } from './operation.ts';

const postingSchema = z.object({ reference: z.string(), closesAt: z.string() });

/** Stock in the books: an adjustment is reversed by a counter-posting, until its period is closed. */
export const postAdjustment = offer({
  system: 'erp',
  operation: 'post-adjustment',
  undoOperation: 'reverse-posting',
  body: z.object({
    item: z.string().min(1),
    site: z.string().min(1),
    unit: z.string(),
    from: z.number(),
    to: z.number(),
    reason: z.string().min(1),
  }),
  run(world, body, effect) {
    const { db } = world.store;
    const count = Number(db.prepare('SELECT count(*) AS n FROM erp_posting').get()?.n ?? 0);
    const reference = `ADJ-${String(count + 1).padStart(6, '0')}`;
    const closesAt = new Date(world.now.getTime() + world.settings.periodClosesAfterSeconds * 1_000).toISOString();
    const quantity = body.to - body.from;
    effect({ reference, closesAt });
    db.prepare(
      "INSERT INTO erp_posting (reference, item, site, unit, quantity, closes_at, state) VALUES (?, ?, ?, ?, ?, ?, 'posted')",
    ).run(reference, body.item, body.site, body.unit, quantity, closesAt);
    return {
      status: 200,
      body: {
        reference,
        subject: `${body.item} at ${body.site}`,
        reversibleUntil: closesAt,
        words: `Ledger of ${body.item} at ${body.site} set from ${figure(body.from)} to ${amount(body.to, body.unit)} by posting ${reference}.`,
      },
    };
  },
  quote(world, before) {
    const { reference, closesAt } = postingSchema.parse(before);
    const closed = world.now.toISOString() >= closesAt;
    return {
      feeUsd: 0,
      blocker: closed ? `The booking period of ${reference} was closed at ${minuteOf(closesAt)}.` : null,
      reversibleUntil: closesAt,
      words: `A counter-posting reverses ${reference}, free of charge, until its period closes at ${minuteOf(closesAt)}.`,
    };
  },
  undo(world, before) {
    const { reference } = postingSchema.parse(before);
    world.store.db.prepare("UPDATE erp_posting SET state = 'reversed' WHERE reference = ?").run(reference);
  },
});
