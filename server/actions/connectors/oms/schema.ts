import { z } from 'zod';
import { doneSchema } from '../schema.ts';

export const promisedSchema = doneSchema.extend({ shipment: z.string() });

/** Times are world time, ISO 8601. */
export type RePromise = { shipment: string; promised: string; previous: string; customers: string[] };
