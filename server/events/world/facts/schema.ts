/** Kinds of things that world state knows beyond order lines. */
export const KINDS = [
  'item',
  'site',
  'supplier',
  'lane',
  'po',
  'shipment',
  'stock',
  'demand',
  'customer-order',
  'production-order',
  'lot',
  'object',
] as const;
export type Kind = (typeof KINDS)[number];

/** What one source last said of one aspect of one thing. Times are world time. */
export type WorldFact = {
  key: string;
  aspect: string;
  source: string;
  kind: Kind;
  region: string;
  search: string;
  item: string | null;
  site: string | null;
  /** Containers and the like that a shipment is told to travel in. */
  equipment: string[];
  data: Record<string, unknown>;
  /** Decides between two words of one source: the time of a count, else the record time. */
  rankAt: Date;
  eventAt: Date;
  toldAt: Date;
  signalId: string;
};

/** One movement of stock. Quantity is signed: what came is positive. */
export type StockMovement = {
  source: string;
  signalId: string;
  key: string;
  item: string;
  site: string;
  lot: string | null;
  quantity: number;
  unit: string;
  reason: string;
  reference: string | null;
  region: string;
  eventAt: Date;
  toldAt: Date;
};
