import { newId } from '../core/ids.ts';
import type { Database } from '../db/client.ts';
import type { ChosenSaga, SagaInput, SagaName } from '../decisions/proposals/schema.ts';
import { TEST_NOW } from './contexts.ts';

const DUE = new Date('2009-05-02T00:00:00.000Z');

/** What an expedite or split is started with; every shipment is another one. */
export function sagaInput(change: Partial<SagaInput> = {}): SagaInput {
  const orderNumber = change.orderNumber ?? `PO-${newId().slice(-12)}`;
  return {
    shipment: `ASN-${newId().slice(-12)}`,
    orderNumber,
    supplier: 'Omega Diagnostics',
    toSupplier: 'Trinity Biotech',
    item: 'HIV test kit',
    origin: 'Mumbai, India',
    destination: 'Nigeria',
    mode: 'Air',
    quantity: 3_200,
    lines: [{ orderNumber, lineNumber: '1', item: 'HIV test kit', quantity: 3_200 }],
    weightKg: 480,
    arrival: '2009-05-14T00:00:00.000Z',
    previousArrival: '2009-05-30T00:00:00.000Z',
    customers: ['Ministry of Health', 'Lagos clinics'],
    costUsd: 18_900,
    ...change,
  };
}

/** An open case about one late shipment. */
export async function insertDisruption(
  db: Database,
  change: { id?: string; region?: string; state?: string; factsVersion?: number; title?: string } = {},
): Promise<{ id: string; region: string; factsVersion: number }> {
  const id = change.id ?? newId();
  return db.prisma.disruption.create({
    data: {
      id,
      key: `supplier-delay:erp:${id}`,
      playbook: 'supplier-delay',
      source: 'erp',
      region: change.region ?? 'Nigeria',
      title: change.title ?? 'Supplier delay · Omega Diagnostics, UK',
      state: change.state ?? 'open',
      severity: 'high',
      supplier: 'Omega Diagnostics',
      origin: 'UK',
      destination: 'Nigeria',
      shipment: 'ASN-6',
      lineCount: 1,
      valueAtRisk: 310_400,
      currency: 'USD',
      occurredAt: DUE,
      breachAt: DUE,
      detectedWorldAt: DUE,
      openedAt: TEST_NOW,
      updatedAt: TEST_NOW,
      factsVersion: change.factsVersion ?? 1,
    },
    select: { id: true, region: true, factsVersion: true },
  });
}

/** A decided proposal of a case, made on the facts of the given version. */
export async function insertProposal(
  db: Database,
  disruptionId: string,
  factsVersion = 1,
  seatRole: 'planner' | 'approver' = 'planner',
): Promise<{ id: string }> {
  return db.prisma.proposal.create({
    data: {
      id: newId(),
      disruptionId,
      revision: 1,
      proposerKind: 'agent',
      proposerId: 'supplier-delay',
      agent: 'supplier-delay',
      agentVersion: '1',
      state: 'decided',
      factsVersion,
      context: {},
      alternatives: [],
      chosen: 'expedite',
      reason: {},
      riskScore: 40,
      riskFactors: [],
      verdict: 'approve',
      policyVersion: 1,
      policyRules: [],
      seatsNeeded: 1,
      seatRole,
      shownHash: Buffer.alloc(32),
      worldAt: DUE,
      createdAt: TEST_NOW,
    },
    select: { id: true },
  });
}

/** A decision with its case and proposal, ready to be carried out. */
export async function insertDecision(
  db: Database,
  change: {
    kind?: 'auto' | 'approve' | 'reject' | 'deny';
    saga?: SagaName | string | null;
    input?: ChosenSaga['input'];
    region?: string;
    decidedAt?: Date;
    /** Whose approval counted for its release. */
    seatRole?: 'planner' | 'approver';
  } = {},
): Promise<{ id: string; disruptionId: string; proposalId: string }> {
  const disruption = await insertDisruption(db, change.region ? { region: change.region } : {});
  const proposal = await insertProposal(db, disruption.id, disruption.factsVersion, change.seatRole);
  const saga = change.saga === undefined ? 'expedite-by-air' : change.saga;
  const kind = change.kind ?? 'approve';
  return db.prisma.decision.create({
    data: {
      id: newId(),
      proposalId: proposal.id,
      disruptionId: disruption.id,
      kind,
      change: 'unchanged',
      actors: kind === 'auto' ? [] : [{ id: 'approver', roles: ['approver'] }],
      policyVersion: 1,
      verdict: kind === 'auto' ? 'auto' : 'approve',
      ...(saga ? { saga, sagaInput: change.input ?? sagaInput() } : {}),
      region: disruption.region,
      decidedAt: change.decidedAt ?? new Date(),
      worldAt: DUE,
    },
    select: { id: true, disruptionId: true, proposalId: true },
  });
}
