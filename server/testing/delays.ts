import { AGENT, DEFAULT_SETTINGS } from '../decisions/agents/supplier-delay/constants.ts';
import type { CaseLine, ProposalContext } from '../decisions/agents/supplier-delay/schema.ts';
import type { ItemFactRow, LaneFactRow } from '../events/world/schema.ts';

/** An undelivered line of a case: 1,000 packs by sea, worth $100,000, due on 2 May 2009. */
export const line: CaseLine = {
  key: 's|1',
  orderNumber: 'PO-1',
  lineNumber: '1',
  supplier: 'Omega',
  item: 'Test kit',
  itemGroup: 'HRDT',
  origin: 'Leeds',
  destination: 'Nigeria',
  customer: 'Programme N',
  mode: 'ocean',
  quantity: 1_000,
  packUnit: 'test kit',
  valueUsd: 100_000,
  firstLine: false,
  dueAt: '2009-05-03T00:00:00.000Z',
};
/** What deliveries taught of the lane by a mode. */
export const lane = (mode: string, part: Partial<LaneFactRow> = {}): LaneFactRow => ({
  origin: 'Leeds',
  destination: 'Nigeria',
  mode,
  shipments: 40,
  late: 20,
  latenessDays: { '0': 20, '5': 10, '30': 10 },
  freightUsd: 40_000,
  freightKg: 10_000,
  freightN: 38,
  ...part,
});
/** What deliveries taught of the item from a supplier. */
export const item = (supplier: string, part: Partial<ItemFactRow> = {}): ItemFactRow => ({
  item: 'Test kit',
  supplier,
  lines: 12,
  late: 2,
  quantity: 10_000,
  valueUsd: 1_000_000,
  kg: 12_400,
  kgQuantity: 10_000,
  leadDays: { '10': 6, '90': 6 },
  ...part,
});
/** The lane by air: seldom late, at $6.31 a kg. */
export const AIR = lane('air', { latenessDays: { '0': 38, '9': 2 }, freightUsd: 63_100, freightKg: 10_000 });
/** A late shipment with every alternative open, as the agent is handed it. */
export const base: ProposalContext = {
  agent: AGENT,
  worldAt: '2009-05-03T06:00:00.000Z',
  shipment: 'ASN-6',
  lines: [line],
  facts: { lanes: [lane('ocean'), AIR], items: [item('Omega'), item('CIPLA', { valueUsd: 1_100_000 })] },
  settings: DEFAULT_SETTINGS,
};
