import { DAY } from '../../core/clock.ts';
import { type Finding, MAX_FINDINGS } from '../../events/sources/schema.ts';
import { clockSignal } from '../advance-clock.ts';
import type { FeedEvent } from '../call-tower.ts';
import { HISTORY_STREAM } from './constants.ts';
import { type MappedRow, mapRow, readNumber } from './map-row.ts';
import type { HistoryRow } from './read-history.ts';

/** A signal with the instant (ms) at which it became known and the row it tells of; null for the clock, which tells of none. */
export type PlannedSignal = { knownAt: number; row: number | null; event: FeedEvent };

export type ReplayPlan = {
  lines: number;
  refused: number;
  signals: PlannedSignal[];
  findings: Finding[];
};

/** A recording this many days after the delivery is told as a finding of its own. */
const SLOW_DAYS = 90;

/**
 * Turns a history into signals in the order in which they became known, and accounts for every row: streamed, or refused
 * with a reason. What the source told too little of is a finding; nothing is invented.
 */
export function planReplay(rows: readonly HistoryRow[]): ReplayPlan {
  const signals: PlannedSignal[] = [];
  const findings: Finding[] = [];
  const rowOfId = new Map<string, number>();
  const notes = new Map<string, { row: number; line: string; count: number }>();
  let refused = 0;
  const refuse = (row: number, line: string, reason: string) => {
    refused += 1;
    findings.push({ row, line: line.slice(0, 200), kind: 'refused', reason: reason.slice(0, 500) });
  };

  for (const entry of rows) {
    if ('broken' in entry) {
      refuse(entry.row, '', entry.broken);
      continue;
    }
    const { row, cells } = entry;
    const earlier = rowOfId.get(cells.id);
    if (earlier !== undefined) {
      refuse(row, cells.id, `Its ID ${cells.id} is that of row ${earlier}.`);
      continue;
    }
    const mapped = mapRow(cells);
    if ('refused' in mapped) {
      refuse(row, cells.id, mapped.refused);
      continue;
    }
    rowOfId.set(cells.id, row);
    signals.push(...signalsOf(mapped, row));
    for (const reason of doubts(mapped)) findings.push({ row, line: cells.id, kind: 'quality', reason });
    if (mapped.delivery) noteWords(notes, row, cells.id, cells.freight, cells.weight);
  }
  signals.push(...clockSignals(signals));
  signals.sort((a, b) => a.knownAt - b.knownAt || (a.row ?? 0) - (b.row ?? 0) || (a.event.id < b.event.id ? -1 : 1));
  for (const [reason, { row, line, count }] of notes) {
    findings.push({
      row,
      line,
      kind: 'quality',
      reason: `${reason}: ${count} line${count === 1 ? '' : 's'}, this one first.`,
    });
  }
  return { lines: rows.length, refused, signals, findings: bounded(findings) };
}

function signalsOf({ line, start, delivery }: MappedRow, row: number): PlannedSignal[] {
  const planned: PlannedSignal[] = [];
  const add = (id: string, type: string, time: string, recordedtime: string, data: object) => {
    const subject = line.shipment;
    planned.push({
      knownAt: Date.parse(recordedtime),
      row,
      event: {
        specversion: '1.0',
        id,
        source: HISTORY_STREAM,
        type,
        subject,
        region: line.region,
        time,
        recordedtime,
        data,
      },
    });
  };
  if (start) {
    const at = `${start.day}T08:00:00Z`;
    add(
      `line-${line.lineNumber}-announced`,
      start.by === 'order' ? 'purchase-order.sent' : 'price-quote.sent',
      at,
      at,
      { line },
    );
  }
  if (delivery) {
    add(
      `line-${line.lineNumber}-delivered`,
      'delivery.recorded',
      `${delivery.deliveredOn}T12:00:00Z`,
      `${delivery.recordedOn}T12:00:00Z`,
      {
        line,
        ...delivery,
      },
    );
  }
  return planned;
}

function doubts({ start, delivery }: MappedRow): string[] {
  const found: string[] = [];
  if (!start) found.push('No start date: first heard of when its delivery was recorded.');
  if (!delivery) found.push('No delivery date: streamed as ordered only.');
  if (start && delivery && start.day > delivery.recordedOn) {
    found.push(`Its start date ${start.day} is after its delivery was recorded, ${delivery.recordedOn}.`);
  }
  if (delivery) {
    const days = (Date.parse(delivery.recordedOn) - Date.parse(delivery.deliveredOn)) / DAY;
    if (days < 0)
      found.push(`Its delivery was recorded on ${delivery.recordedOn}, before it happened on ${delivery.deliveredOn}.`);
    if (days >= SLOW_DAYS) found.push(`Its delivery was recorded ${days} days after it happened.`);
  }
  return found;
}

/** Words instead of numbers are common: one finding for each wording, not for each line. */
function noteWords(
  notes: Map<string, { row: number; line: string; count: number }>,
  row: number,
  line: string,
  freight: string,
  weight: string,
) {
  for (const [what, text] of [
    ['Freight', freight],
    ['Weight', weight],
  ] as const) {
    if (readNumber(text) !== null) continue;
    const wording =
      text === ''
        ? 'is not given'
        : text.startsWith('See ')
          ? 'points to another line'
          : `is told as "${text.slice(0, 100)}"`;
    const reason = `${what} ${wording}`;
    const note = notes.get(reason) ?? { row, line, count: 0 };
    notes.set(reason, { ...note, count: note.count + 1 });
  }
}

/** Refused rows first, then by row; what is over the limit is summed up in the last finding. */
function bounded(findings: Finding[]): Finding[] {
  const rank = (finding: Finding) => (finding.kind === 'refused' ? 0 : 1);
  findings.sort((a, b) => rank(a) - rank(b) || a.row - b.row);
  if (findings.length <= MAX_FINDINGS) return findings;
  const kept = findings.slice(0, MAX_FINDINGS - 1);
  const [next] = findings.slice(MAX_FINDINGS - 1);
  const more = findings.length - kept.length;
  return [
    ...kept,
    {
      row: next?.row ?? 0,
      line: '',
      kind: next?.kind ?? 'quality',
      reason: `And ${more} more findings from this row on.`,
    },
  ];
}

/**
 * The clock at the beginning of each day after the first fact, to the day after the last: then the source has nothing further to
 * report. The same at every speed, so that two runs of one file are the same log.
 */
function clockSignals(signals: readonly PlannedSignal[]): PlannedSignal[] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { knownAt } of signals) {
    first = Math.min(first, knownAt);
    last = Math.max(last, knownAt);
  }
  const clocks: PlannedSignal[] = [];
  for (let at = (Math.floor(first / DAY) + 1) * DAY; at < last + DAY; at += DAY) {
    clocks.push({ knownAt: at, row: null, event: clockSignal(HISTORY_STREAM, new Date(at)) });
  }
  return clocks;
}
