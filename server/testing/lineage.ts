import { newId } from '../core/ids.ts';
import type { Database } from '../db/client.ts';
import type { LineageStart } from '../events/lineage/schema.ts';
import { lineKeyOf } from '../events/world/index.ts';
import { TEST_NOW } from './contexts.ts';
import { sagaInput } from './factories.ts';
import { orderLine } from './signals.ts';

const REGION = 'eastern-africa';

/** Stored rows for tests of lineage: signals, lines, and cases as deep as asked for, told apart by their ids alone. */
export function lineageRows(db: Database) {
  let seq = 0n;
  async function addSignal(source: string, id: string, data: object, changes: object = {}) {
    seq += 1n;
    await db.prisma.signal.create({
      data: {
        seq,
        source,
        id,
        sourceId: 'source',
        type: 'purchase-order.sent',
        contractVersion: 1,
        region: REGION,
        eventAt: TEST_NOW,
        recordedAt: TEST_NOW,
        receivedAt: TEST_NOW,
        data,
        payloadHash: Buffer.alloc(32),
        ...changes,
      },
    });
    return { kind: 'signal' as const, source, id };
  }

  const announce = (source: string, id: string, line: string, shipment: string) =>
    addSignal(source, id, { line: orderLine({ lineNumber: line, shipment }) }, { subjectKey: `${source}|${shipment}` });

  const addLine = (
    source: string,
    line: string,
    shipment: string,
    disruptionId: string | null,
    deliveredAt: Date | null = null,
  ) => {
    const { scheduledDelivery: _day, currency: _currency, ...told } = orderLine({ lineNumber: line, shipment });
    return db.prisma.orderLine.create({
      data: {
        ...told,
        key: lineKeyOf(source, line),
        source,
        shipmentKey: `${source}|${shipment}`,
        announcedBy: 'order',
        announcedAt: TEST_NOW,
        dueAt: TEST_NOW,
        toldAt: TEST_NOW,
        toldBy: 'x',
        disruptionId,
        deliveredAt,
      },
    });
  };

  /** A case with a proposal, and a decision with an action when asked for. */
  async function addCase(subjectKeys: string[], depth: 0 | 1 | 2 | 3, changes: object = {}) {
    const [id, proposalId, decisionId, actionId] = [newId(), newId(), newId(), newId()];
    await db.prisma.disruption.create({
      data: {
        id,
        key: `test:${id}`,
        playbook: 'supplier-delay',
        source: '/a',
        region: REGION,
        title: 'Supplier delay',
        state: 'open',
        severity: 'high',
        supplier: 'S',
        origin: 'O',
        destination: 'D',
        shipment: 'ASN',
        lineCount: 1,
        valueAtRisk: 1,
        currency: 'USD',
        subjectKeys,
        occurredAt: TEST_NOW,
        breachAt: TEST_NOW,
        detectedWorldAt: TEST_NOW,
        openedAt: TEST_NOW,
        updatedAt: TEST_NOW,
        ...changes,
      },
    });
    const starts: LineageStart[] = [{ kind: 'disruption', id }];
    if (depth >= 1) {
      await db.prisma.proposal.create({
        data: {
          id: proposalId,
          disruptionId: id,
          revision: 1,
          proposerKind: 'agent',
          proposerId: 'supplier-delay',
          agent: 'supplier-delay',
          agentVersion: '1',
          state: 'decided',
          factsVersion: 1,
          context: {},
          alternatives: [],
          chosen: 'expedite',
          reason: {},
          riskScore: 1,
          riskFactors: [],
          verdict: 'approve',
          policyVersion: 1,
          policyRules: [],
          seatsNeeded: 1,
          seatRole: 'planner',
          shownHash: Buffer.alloc(32),
          worldAt: TEST_NOW,
          createdAt: TEST_NOW,
        },
      });
      starts.push({ kind: 'proposal', id: proposalId });
    }
    if (depth >= 2) {
      await db.prisma.decision.create({
        data: {
          id: decisionId,
          proposalId,
          disruptionId: id,
          kind: 'approve',
          change: 'unchanged',
          actors: [],
          policyVersion: 1,
          verdict: 'approve',
          region: REGION,
          decidedAt: TEST_NOW,
          worldAt: TEST_NOW,
        },
      });
      starts.push({ kind: 'decision', id: decisionId });
    }
    if (depth >= 3) {
      await db.prisma.action.create({
        data: {
          id: actionId,
          decisionId,
          disruptionId: id,
          region: REGION,
          saga: 'expedite-by-air',
          sagaVersion: 1,
          title: 'Expedite by air',
          input: sagaInput({ arrival: '2026-11-20T00:00:00.000Z' }),
          state: 'done',
          graceUntil: TEST_NOW,
          createdAt: TEST_NOW,
        },
      });
      starts.push({ kind: 'action', id: actionId });
    }
    return { id, starts };
  }

  return { addSignal, announce, addLine, addCase };
}
