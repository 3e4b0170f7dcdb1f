import { z } from 'zod';
import { figure, usd } from '../../core/words.ts';
import { minuteOf } from '../words.ts';
import { errand, offer } from './operation.ts';

const bookingSchema = z.object({ reference: z.string(), feeUsd: z.number(), pickUpAt: z.string() });

const bookFreight = offer({
  system: 'tms',
  operation: 'book-freight',
  undoOperation: 'cancel-booking',
  body: z.object({
    shipment: z.string(),
    mode: z.string(),
    origin: z.string(),
    destination: z.string(),
    quantity: z.number().positive(),
    weightKg: z.number().nullable(),
    costUsd: z.number().min(0),
    arrival: z.iso.datetime({ offset: true }),
  }),
  run(world, body, effect) {
    const { db } = world.store;
    const count = Number(db.prepare('SELECT count(*) AS n FROM tms_booking').get()?.n ?? 0);
    const reference = `BKG-${String(count + 1).padStart(6, '0')}`;
    const pickUpAt = new Date(world.now.getTime() + world.settings.pickUpAfterSeconds * 1_000).toISOString();
    // A carrier never keeps more than the freight itself.
    const feeUsd = Math.min(world.settings.cancellationFeeUsd, body.costUsd);
    effect({ reference, feeUsd, pickUpAt });
    db.prepare(
      "INSERT INTO tms_booking (reference, shipment, mode, cost_usd, fee_usd, pick_up_at, state) VALUES (?, ?, ?, ?, ?, ?, 'booked')",
    ).run(reference, body.shipment, body.mode, body.costUsd, feeUsd, pickUpAt);
    return {
      status: 200,
      body: {
        reference,
        shipment: body.shipment,
        pickUpAt,
        cancellationFeeUsd: feeUsd,
        reversibleUntil: pickUpAt,
        words: `${body.mode} freight ${body.origin} to ${body.destination} booked as ${reference} for ${usd(body.costUsd)}; pick-up ${minuteOf(pickUpAt)}.`,
      },
    };
  },
  quote(world, before) {
    const booking = bookingSchema.parse(before);
    const gone = world.now.toISOString() >= booking.pickUpAt;
    return {
      feeUsd: booking.feeUsd,
      blocker: gone ? `The carrier picked up ${booking.reference} at ${minuteOf(booking.pickUpAt)}.` : null,
      reversibleUntil: booking.pickUpAt,
      words: `${booking.reference} can be cancelled until pick-up at ${minuteOf(booking.pickUpAt)}; the carrier keeps ${usd(booking.feeUsd)}.`,
    };
  },
  undo(world, before) {
    const booking = bookingSchema.parse(before);
    world.store.db.prepare("UPDATE tms_booking SET state = 'cancelled' WHERE reference = ?").run(booking.reference);
  },
});

const sendSetPoint = errand({
  system: 'tms',
  operation: 'send-set-point',
  body: z.object({
    subject: z.string().min(1),
    lowCelsius: z.number().nullable(),
    highCelsius: z.number().nullable(),
    observedCelsius: z.number(),
  }),
  run(world, body, effect) {
    const { db } = world.store;
    const count = Number(db.prepare('SELECT count(*) AS n FROM tms_message').get()?.n ?? 0);
    const reference = `MSG-${String(count + 1).padStart(6, '0')}`;
    const bounds = [
      body.lowCelsius === null ? null : `not below ${figure(body.lowCelsius)} °C`,
      body.highCelsius === null ? null : `not above ${figure(body.highCelsius)} °C`,
    ].filter((bound) => bound !== null);
    const words = `Carrier asked as ${reference} to bring ${body.subject} back, ${bounds.join(', ')}; it was at ${figure(body.observedCelsius)} °C.`;
    effect({ reference });
    db.prepare('INSERT INTO tms_message (reference, subject, words, at) VALUES (?, ?, ?, ?)').run(
      reference,
      body.subject,
      words,
      world.now.toISOString(),
    );
    return { status: 200, body: { reference, subject: body.subject, reversibleUntil: null, words } };
  },
});

export const TMS_OFFERS = [bookFreight];
export const TMS_ERRANDS = [sendSetPoint];
