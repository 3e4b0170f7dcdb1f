import { z } from 'zod';
import { doneSchema } from '../schema.ts';

export const bookedSchema = doneSchema.extend({
  shipment: z.string(),
  pickUpAt: z.iso.datetime({ offset: true }),
  cancellationFeeUsd: z.number().min(0),
});

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
