import { z } from 'zod';
import { doneSchema } from '../schema.ts';

export const bookedSchema = doneSchema.extend({
  shipment: z.string(),
  pickUpAt: z.iso.datetime({ offset: true }),
  cancellationFeeUsd: z.number().min(0),
});

/** A message to the carrier: the band to keep, and what was observed, in degrees Celsius. */
export type SendSetPoint = {
  subject: string;
  lowCelsius: number | null;
  highCelsius: number | null;
  observedCelsius: number;
};

/** Weight in kg, cost in USD, arrival in world time (ISO 8601). */
export type BookFreight = {
  shipment: string;
  mode: string;
  origin: string;
  destination: string;
  quantity: number;
  weightKg: number | null;
  costUsd: number;
  arrival: string;
};
