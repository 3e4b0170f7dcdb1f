import { z } from 'zod';
import { doneSchema } from '../schema.ts';

export const orderDoneSchema = doneSchema.extend({ orderNumber: z.string().min(1) });

type Line = { orderNumber: string; lineNumber: string; item: string; quantity: number };

/** Times are world time, ISO 8601. */
export type ChangeOrder = {
  orderNumber: string;
  supplier: string;
  mode: string;
  arrival: string;
  previousArrival: string;
  lines: Line[];
};
/** Stock in the books, from one quantity to another. */
export type PostAdjustment = {
  item: string;
  site: string;
  unit: string;
  from: number;
  to: number;
  reason: string;
};
export type ReduceLines = {
  orderNumber: string;
  supplier: string;
  item: string;
  quantity: number;
  previousArrival: string;
  lines: Line[];
};
export type CreateSplitOrder = {
  fromOrder: string;
  supplier: string;
  item: string;
  quantity: number;
  mode: string;
  arrival: string;
};
