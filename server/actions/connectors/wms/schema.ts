export type PlaceHold = {
  subject: string;
  site: string | null;
  reason: string;
  goods: { item: string; quantity: number; unit: string }[];
};
export type FreezeStock = { item: string; site: string; unit: string; reason: string };
export type OrderCount = { item: string; site: string; unit: string; ledger: number; counted: number };
