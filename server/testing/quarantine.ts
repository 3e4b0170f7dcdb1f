import { pino } from 'pino';
import { expect } from 'vitest';
import { asSystem } from '../core/context.ts';
import { newId } from '../core/ids.ts';
import type { Database } from '../db/client.ts';
import { readCloudEvents } from '../events/formats/index.ts';
import { type Intake, openIntake } from '../events/ingest/index.ts';
import { connectSource } from '../events/sources/index.ts';
import { asOperator, asSource } from './contexts.ts';
import { orderLine } from './signals.ts';

/** A sound signal about an order line. */
export const event = (source: string, id: string, changes: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id,
  source,
  type: 'purchase-order.sent',
  time: '2026-01-05T08:00:00Z',
  data: { line: orderLine({ lineNumber: id, shipment: `ASN-${id}` }) },
  ...changes,
});

/** The intake of a test's database, and what tests ask of its quarantine again and again. At the top of a test file. */
export function testQuarantine(db: Database) {
  const intake = openIntake(db, pino({ level: 'silent' }));
  return {
    intake,
    held: (count = 1) => heldSignals(db, intake, count),
    rowOf: (id: string) => db.prisma.quarantine.findUniqueOrThrow({ where: { id } }),
    /** What the record says was done with an item, oldest first. */
    audited: async (id: string) =>
      (await db.prisma.auditEntry.findMany({ where: { entityId: id }, orderBy: { seq: 'asc' } })).map(
        ({ action }) => action,
      ),
  };
}

/** A source with signals of its own that were quarantined because a quantity is not a number. */
async function heldSignals(db: Database, intake: Intake, count: number) {
  const name = newId();
  const source = `/test/${name}`;
  const system = asSystem('start', asOperator().clock);
  const sourceId = await connectSource(db, system, { name, system: 'ERP', key: `key-${name}`, mayReplay: false });
  const ctx = { ...asOperator(), actor: asSource({ id: sourceId }).actor };
  const ids = Array.from({ length: count }, (_, n) => `bad-${n}`);
  const bad = ids.map((id) => event(source, id, { data: { line: { ...orderLine(), quantity: 'many' } } }));
  const send = (value: unknown) =>
    intake.accept(ctx, readCloudEvents({ 'content-type': 'application/json' }, Buffer.from(JSON.stringify(value))));
  await send(bad);
  const rows = await db.prisma.quarantine.findMany({ where: { sourceId }, orderBy: { signalId: 'asc' } });
  return {
    sourceId,
    source,
    ids: rows.map(({ id }) => id),
    send,
    sound: (n = 0) => JSON.stringify(event(source, `bad-${n}`)),
  };
}

/** Of a list that is never empty. */
export const first = (ids: readonly string[]): string => ids[0] ?? '';

/** accepted + duplicates + quarantined + rejected = sent by the source + replayed by people. */
export async function sums(database: Database, sourceId: string) {
  const rows = await database.prisma.signalCount.findMany({ where: { sourceId } });
  const sum = (name: 'sent' | 'accepted' | 'duplicates' | 'quarantined' | 'rejected' | 'replayed') =>
    rows.reduce((total, row) => total + Number(row[name]), 0);
  const all = sum('accepted') + sum('duplicates') + sum('quarantined') + sum('rejected');
  expect(sum('sent') + sum('replayed')).toBe(all);
  return {
    sent: sum('sent'),
    accepted: sum('accepted'),
    quarantined: sum('quarantined'),
    replayed: sum('replayed'),
  };
}
