import { count, daysBetween, lastDay, lastDayOfYear, plural, usd } from '../../core/words.ts';

/** The title of a case: the sentence before the code. */
export const titleOf = (supplier: string, destination: string): string =>
  `Supplier delay · ${supplier} → ${destination}`;

type Told = { shipment: string; lineCount: number; occurredAt: Date };
const subject = ({ shipment, lineCount }: Told): string => `Shipment ${shipment} (${plural(lineCount, 'line')})`;

/** "Shipment ASN-6 (3 lines) was due 2 May 2009; nothing delivered 9 days later." */
export function tellOverdue(disruption: Told, worldAt: Date, undelivered = disruption.lineCount): string {
  const days = daysBetween(disruption.occurredAt, worldAt) + 1;
  const due = `${subject(disruption)} was due ${lastDayOfYear(disruption.occurredAt)}`;
  const missing =
    undelivered === disruption.lineCount ? 'nothing delivered' : `${plural(undelivered, 'line')} still not delivered`;
  return `${due}; ${missing} ${plural(Math.max(1, days), 'day')} later.`;
}

/** "$310,400 for 2 customers, if it does not come by 16 May." */
export const tellThreat = (valueUsd: number, breachAt: Date, customers?: number): string =>
  `${usd(valueUsd)} of goods${customers ? ` for ${plural(customers, 'customer')}` : ''} miss the promise if they do not come by ${lastDay(breachAt)}.`;

type Delivered = { dueAt: Date; deliveredAt: Date | null; recordedAt: Date | null };
const daysLate = (line: Delivered): number =>
  line.deliveredAt && line.deliveredAt >= line.dueAt ? daysBetween(line.dueAt, line.deliveredAt) + 1 : 0;
const daysSlow = (line: Delivered): number =>
  line.deliveredAt && line.recordedAt ? Math.max(0, daysBetween(line.deliveredAt, line.recordedAt)) : 0;
const most = (lines: readonly Delivered[], of: (line: Delivered) => number): number => Math.max(0, ...lines.map(of));

/** How the lines of a case were delivered, in figures. */
export type Deliveries = { lines: number; lateLines: number; daysLate: number; daysSlow: number };

export const sumDeliveries = (lines: readonly Delivered[]): Deliveries => ({
  lines: lines.length,
  lateLines: lines.filter((line) => daysLate(line) > 0).length,
  daysLate: most(lines, daysLate),
  daysSlow: most(lines, daysSlow),
});

/** Why a case closed, in one sentence; a false alarm says how slow recording was. */
export function tellClosing(reason: string, { lines, lateLines, daysLate: late, daysSlow: slow }: Deliveries): string {
  const which = lines === 1 ? 'The line' : `All ${count(lines)} lines`;
  const were = lines === 1 ? 'was' : 'were';
  if (reason === 'false_alarm') {
    return `False alarm: ${which.toLowerCase()} ${were} delivered in time, but recording took ${plural(slow, 'day')}.`;
  }
  if (reason === 'found_on_delivery') {
    return `First heard of when delivered, ${plural(late, 'day')} late; nobody had told of it before, so it could not be raised.`;
  }
  if (reason === 'corrected') return 'The facts were corrected: nothing in it is overdue any more.';
  const part = lineCountWords(lateLines, lines);
  return `${which} ${were} delivered; ${part} ${plural(late, 'day')} late.`;
}

const lineCountWords = (late: number, all: number): string => {
  if (all === 1) return 'it was';
  return late === all ? 'the last was' : `${late} of them late, at most`;
};
