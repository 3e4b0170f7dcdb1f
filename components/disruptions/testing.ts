import type { Card } from '../../server/decisions/disruptions/schema.ts';
import type { Alternative, ProposalView } from '../../server/decisions/proposals/schema.ts';

/** Shapes for the tables of this folder's tests. */
export const anAlternative = (over: Partial<Alternative> & Pick<Alternative, 'key'>): Alternative => ({
  title: over.key,
  costUsd: 0,
  arrival: {
    expected: '2009-05-14T00:00:00Z',
    earliest: '2009-05-12T00:00:00Z',
    latest: '2009-05-16T00:00:00Z',
  },
  service: { linesInTime: 11, lines: 14, words: '' },
  riskLeftUsd: 96_000,
  missProbability: 0,
  reversible: { kind: 'yes', untilHours: 12, feeUsd: 400, words: '' },
  switchesSupplier: false,
  saga: null,
  sums: [],
  parameters: { quantity: null, mode: null, date: null, supplier: null },
  unavailable: null,
  ...over,
});

export const aProposal = (over: Partial<ProposalView>): ProposalView => ({
  id: 'p1',
  revision: 1,
  state: 'open',
  proposer: { kind: 'agent', id: 'supplier-delay', name: 'supplier-delay' },
  agent: { name: 'supplier-delay', version: '1' },
  chosen: 'expedite',
  alternatives: [anAlternative({ key: 'expedite', title: 'Expedite 3,200 packs by air', costUsd: 18_900 })],
  reason: { sentence: '', versus: [], wouldChangeIf: null, assumptions: [] },
  override: null,
  risk: { score: 62, factors: [] },
  gate: { verdict: 'approve', policyVersion: 12, rules: [], seatsNeeded: 1, seatRole: 'planner', seats: [], words: '' },
  shownHash: '0'.repeat(64),
  worldAt: '2009-05-01T00:00:00Z',
  createdAt: '2026-03-01T10:00:00Z',
  ...over,
});

export const aCard = (over: Partial<Card>): Card => ({
  id: 'd1',
  title: 'Supplier delay · Omega Diagnostics, UK',
  state: 'open',
  stage: 'waiting-for-people',
  closed: null,
  severity: 'critical',
  region: 'Africa',
  source: 'erp',
  owner: null,
  worldAt: '2009-05-01T00:00:00Z',
  openedAt: '2026-03-01T09:59:00Z',
  happened: { words: '', signals: [], signalCount: 0, newestSignalAt: null },
  threatens: {
    words: '',
    valueAtRiskUsd: 310_400,
    breachAt: '2009-05-19T00:00:00Z',
    customers: [],
    lines: [],
    byDay: [],
  },
  proposal: aProposal({}),
  history: [],
  wrong: { words: '', past: { decided: 0, inTime: 0, late: 0 } },
  similar: [],
  decisions: [],
  may: {
    approve: { allowed: true, why: null },
    modify: { allowed: true, why: null },
    override: { allowed: true, why: null },
    reject: { allowed: true, why: null },
    assign: { allowed: true, why: null },
  },
  ...over,
});
