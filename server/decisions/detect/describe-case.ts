import { boundUsd } from '../../core/bound-money.ts';
import { DAY } from '../../core/clock.ts';
import type { OrderLine } from '../../db/generated/client.ts';
import { DEFAULT_SETTINGS } from '../agents/index.ts';
import { severityOf, titleOf } from '../disruptions/index.ts';

/** The sums and names of a case, from its lines. While it is open, what is delivered is no longer at risk. */
export function describeCase(members: readonly OrderLine[], open: boolean) {
  const undelivered = members.filter((line) => line.deliveredAt === null);
  const counted = open && undelivered.length ? undelivered : members;
  const [first, ...rest] = [...counted].sort((a, b) => Number(b.value) - Number(a.value) || (a.key < b.key ? -1 : 1));
  if (!first) throw new RangeError('a case has at least one line');
  const value = boundUsd([first, ...rest].reduce((sum, line) => sum + Number(line.value), 0));
  const earliest = (lines: readonly OrderLine[]) => new Date(Math.min(...lines.map((line) => line.dueAt.getTime())));
  return {
    title: titleOf(first.supplier, first.destination),
    region: first.region,
    supplier: first.supplier,
    origin: first.origin,
    destination: first.destination,
    shipment: first.shipment,
    lineCount: members.length,
    valueAtRisk: value ?? 0,
    valueKnown: value !== null,
    severity: severityOf(value),
    occurredAt: earliest(members),
    breachAt: new Date(earliest(counted).getTime() + DEFAULT_SETTINGS.toleranceDays * DAY),
  };
}
