import { createActionPlane } from '../actions/index.ts';
import { emitAudit } from '../audit/emit.ts';
import { sha256 } from '../core/canonical.ts';
import { asSystem } from '../core/context.ts';
import { newId } from '../core/ids.ts';
import { logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { withTransaction } from '../db/transaction.ts';
import { grantApproval } from '../decisions/approvals/index.ts';
import { seedNoise } from '../decisions/detect/index.ts';
import { releaseContracts } from '../events/contracts/index.ts';
import { thingKey } from '../events/contracts/schema.ts';
import { releaseFeatures } from '../events/features/index.ts';
import { addSource, readContract } from '../events/sources/index.ts';
import { addPeople } from './add-people.ts';
import { asApprover, asOperator, asPlanner, TEST_NOW } from './contexts.ts';
import { decisionPlane, seaLine } from './decisions.ts';
import { TEST_STREAM } from './signals.ts';

/** Where everything of a test's world lies, and the region of whoever must see nothing of it. */
export const THERE = 'eastern-africa';
export const ELSEWHERE = 'north-america';

/** A word in the names of all that lies there and has no id: nobody elsewhere may read it. */
export const MARK = 'zq7';

/**
 * Something of every kind in one region, and nothing in any other: a source with a key, a contract, an import, a replay, a
 * quarantined and an undecided signal; a case that waits for people and one that was decided and carried out; stock and a shipment.
 */
export async function buildTwoRegions(db: Database) {
  const operator = asOperator();
  const { clock } = operator;
  const system = asSystem('test', clock);
  const plane = decisionPlane(db, clock);
  await plane.begin();
  await releaseContracts(db, system);
  await releaseFeatures(db, system);
  await seedNoise(db, system);
  const people = [asPlanner({ clock }), asApprover({ clock }), operator];
  await addPeople(db, ...people);

  const { sourceId, keyId } = await addSource(db, operator, {
    name: `Source ${MARK}`,
    system: `ERP ${MARK}`,
    region: THERE,
    mayReplay: true,
    types: ['stock.moved'],
    freshnessMinutes: 60,
  });
  await db.prisma.stream.update({ where: { source: TEST_STREAM }, data: { sourceId } });
  const line = seaLine({ region: THERE, origin: `Origin ${MARK}`, supplier: `Supplier ${MARK}` });
  await plane.raise(line, seaLine({ ...line, lineNumber: '2', shipment: `ASN-${MARK}` }));
  const proposalOf = (shipment: string) =>
    db.prisma.proposal.findFirstOrThrow({ where: { disruption: { shipment } }, include: { disruption: true } });
  const decided = await proposalOf(line.shipment);
  const shown = await plane.shownOf(decided.id);
  const [planner, approver] = people;
  for (const ctx of [planner, approver]) {
    if (!ctx) continue;
    await grantApproval(db, ctx, shown).catch(() => null); // one is enough where policy asks for one
  }
  const decision = await db.prisma.decision.findFirstOrThrow({ where: { proposalId: decided.id } });
  const actionId = newId();
  await db.prisma.action.create({
    data: {
      id: actionId,
      decisionId: decision.id,
      disruptionId: decided.disruptionId,
      region: THERE,
      saga: decision.saga ?? 'expedite-by-air',
      sagaVersion: 1,
      title: `Expedite ${MARK}`,
      input: decision.sagaInput ?? {},
      state: 'grace',
      graceUntil: new Date(TEST_NOW.getTime() + 3_600_000),
      createdAt: TEST_NOW,
    },
  });
  await db.prisma.actionStep.create({
    data: {
      actionId,
      key: 'book',
      position: 0,
      title: 'Book',
      kind: 'compensatable',
      system: 'TMS',
      state: 'pending',
      attempts: 0,
    },
  });
  await db.prisma.caseNote.create({
    data: {
      ...{ id: newId(), disruptionId: decided.disruptionId, region: THERE, actionId, decisionId: decision.id },
      ...{ kind: 'corrected', words: `Note ${MARK}`, at: TEST_NOW },
    },
  });
  const waiting = await proposalOf(`ASN-${MARK}`);
  const open = await plane.shownOf(waiting.id);
  await db.prisma.signal.updateMany({ data: { sourceId } });
  const signal = await db.prisma.signal.findFirstOrThrow({ where: { type: 'purchase-order.sent' } });
  await withTransaction(db, (tx) =>
    emitAudit(tx, system, {
      action: 'act.refused',
      entityId: 'planner',
      meaning: `Refused ${MARK}.`,
      disruptionId: waiting.disruptionId,
    }),
  );
  const [valueId, subject] = [newId(), [`Origin ${MARK}`, 'Kenya', 'ocean']];
  await db.prisma.featureValue.create({
    data: {
      ...{ id: valueId, feature: 'lane.lateness', version: 1, source: TEST_STREAM },
      ...{ subject, subjectKey: JSON.stringify(subject), value: { deliveries: 2, late: 1, days: { '0': 1, '3': 1 } } },
      ...{ asOf: TEST_NOW, computedAt: TEST_NOW, seqBound: 1n, n: 1, newest: [] },
    },
  });
  await db.prisma.featureUse.upsert({
    where: { proposalId: waiting.id },
    create: { proposalId: waiting.id, valueIds: [valueId] },
    update: { valueIds: [valueId] },
  });
  const { text: document } = await readContract(db, operator, { sourceId, type: 'stock.moved', version: 1 });
  const more = await addRows(db, sourceId, waiting.disruptionId, signal);
  const ids = {
    sourceId,
    keyId,
    caseId: waiting.disruptionId,
    decidedCaseId: decided.disruptionId,
    proposalId: waiting.id,
    decisionId: decision.id,
    actionId,
    ...more,
  };
  return {
    ...ids,
    open,
    /** The contract of the source as it stands, as a person would edit it. */
    document,
    signal: { source: signal.source, id: signal.id },
    undecidedSeq: signal.seq.toString(),
    clock,
    actions: createActionPlane({
      db,
      clock,
      sandboxUrl: 'http://127.0.0.1:9',
      executorId: 'test',
      graceSeconds: 60,
      log: logger,
    }).deps,
    /** Everything by which something of that region could be told. */
    marks: [...Object.values(ids), MARK, TEST_STREAM],
  };
}
export type TwoRegions = Awaited<ReturnType<typeof buildTwoRegions>>;

async function addRows(
  db: Database,
  sourceId: string,
  disruptionId: string,
  signal: { seq: bigint; source: string; id: string; partition: number },
) {
  const [importId, replayId, quarantineId] = [newId(), newId(), sha256(Buffer.from(MARK)).toString('hex')];
  const at = TEST_NOW;
  const { prisma } = db;
  await prisma.import.create({
    data: {
      id: importId,
      sourceId,
      name: `file ${MARK}`,
      format: 'csv',
      mediaType: 'text/csv',
      bytes: Buffer.from(MARK),
      bytesHash: Buffer.alloc(32),
      state: 'broken',
      rowErrors: [],
      sentByKind: 'source',
      sentById: sourceId,
      startedAt: at,
      finishedAt: at,
    },
  });
  await prisma.importMapping.create({
    data: {
      ...{ id: newId(), sourceId, name: `mapping ${MARK}`, version: 1, signalType: 'stock.moved', savedBy: 'operator' },
      mapping: {
        signalType: 'stock.moved',
        fields: [{ path: 'quantity', from: { column: 'quantity' }, as: { kind: 'number', decimal: '.' } }],
        id: ['quantity'],
      },
      savedAt: at,
    },
  });
  await prisma.replay.create({
    data: {
      id: replayId,
      sourceId,
      source: signal.source,
      fileName: `history ${MARK}`,
      fileHash: 'a'.repeat(64),
      lines: 1,
      findings: [],
      startedAt: at,
    },
  });
  await prisma.quarantine.create({
    data: {
      id: quarantineId,
      sourceId,
      source: signal.source,
      signalId: `bad-${MARK}`,
      reason: 'schema',
      detail: 'a quantity',
      raw: Buffer.from(JSON.stringify({ specversion: '1.0', id: `bad-${MARK}`, source: signal.source, type: 'x' })),
      contentType: 'application/json',
      receivedAt: at,
    },
  });
  await prisma.undecided.create({
    data: {
      ...{ seq: signal.seq, source: signal.source, id: signal.id, partition: signal.partition },
      sourceId,
      type: 'purchase-order.sent',
      region: THERE,
      code: '22003',
      error: 'numeric field overflow',
      since: at,
      triedAt: at,
    },
  });
  await prisma.sourceAlert.create({
    data: { id: newId(), sourceId, type: 'stock.moved', kind: 'fast', words: `Late ${MARK}`, openedAt: at },
  });
  await prisma.signalCount.create({ data: { sourceId, hour: at, sent: 3, accepted: 3 } });
  await prisma.caseNote.create({
    data: { id: newId(), disruptionId, region: THERE, kind: 'corrected', words: `Note ${MARK}`, at },
  });
  await prisma.stockPosition.create({
    data: {
      key: `stock-${MARK}`,
      item: `Item ${MARK}`,
      site: `Site ${MARK}`,
      region: THERE,
      unit: 'EA',
      onHand: 5,
      readings: [],
      toldAt: at,
    },
  });
  await prisma.worldFact.create({
    data: {
      key: thingKey('shipment', `SHP-${MARK}`),
      aspect: 'notice',
      source: signal.source,
      kind: 'shipment',
      region: THERE,
      search: `shp-${MARK}`,
      data: {
        shipment: `SHP-${MARK}`,
        supplier: null,
        carrier: null,
        mode: null,
        shipFrom: null,
        shipTo: null,
        shippedAt: null,
        expectedAt: null,
        equipment: [],
        lines: [],
      },
      rankAt: at,
      eventAt: at,
      toldAt: at,
      signalId: `told-${MARK}`,
    },
  });
  return { importId, replayId, quarantineId };
}
