import type { Alternative, AlternativeKey } from '../../server/decisions/proposals/schema.ts';
import { formatCount, formatMoney } from '../ui/format.ts';

export type Difference = {
  /** Signed, against the chosen one: positive costs more. */
  costUsd: number;
  /** Whole days; positive arrives later. Null when either has no arrival. */
  arrivalDays: number | null;
  /** Lines in time; positive saves more. */
  lines: number;
  /** Positive leaves more at risk. Null when the value of either is not known. */
  riskUsd: number | null;
};
export type ComparedAlternative = { alternative: Alternative; chosen: boolean; difference: Difference | null };
export type SortBy = 'cost' | 'arrives' | 'lines' | 'risk';

const DAY_MS = 86_400_000;

const arrivalMs = (alternative: Alternative): number =>
  alternative.arrival ? Date.parse(alternative.arrival.expected) : Number.POSITIVE_INFINITY;

const ORDER: Record<SortBy, (a: Alternative, b: Alternative) => number> = {
  cost: (a, b) => a.costUsd - b.costUsd,
  arrives: (a, b) => (arrivalMs(a) === arrivalMs(b) ? 0 : arrivalMs(a) - arrivalMs(b)),
  lines: (a, b) => b.service.linesInTime - a.service.linesInTime,
  risk: (a, b) => (a.riskLeftUsd ?? 0) - (b.riskLeftUsd ?? 0),
};

/**
 * differenceTo says how one alternative differs from another, in money, days, lines and risk.
 * @param alternative the one looked at
 * @param base what it is compared with
 */
export function differenceTo(alternative: Alternative, base: Alternative): Difference {
  const days =
    alternative.arrival && base.arrival ? Math.round((arrivalMs(alternative) - arrivalMs(base)) / DAY_MS) : null;
  return {
    costUsd: alternative.costUsd - base.costUsd,
    arrivalDays: days,
    lines: alternative.service.linesInTime - base.service.linesInTime,
    riskUsd:
      alternative.riskLeftUsd === null || base.riskLeftUsd === null ? null : alternative.riskLeftUsd - base.riskLeftUsd,
  };
}

/**
 * compareAlternatives puts do-nothing first and whatever cannot be chosen last, the rest in the order asked for, and
 * marks what differs from the chosen one. An alternative that cannot be chosen has no difference: its figures are not offers.
 */
export function compareAlternatives(
  alternatives: readonly Alternative[],
  chosen: AlternativeKey,
  by: SortBy = 'cost',
): ComparedAlternative[] {
  const base = alternatives.find((a) => a.key === chosen);
  const place = (a: Alternative) => (a.key === 'wait' ? 0 : a.unavailable === null ? 1 : 2);
  return [...alternatives]
    .sort((a, b) => place(a) - place(b) || ORDER[by](a, b))
    .map((alternative) => ({
      alternative,
      chosen: alternative.key === chosen,
      difference:
        base && alternative.key !== chosen && alternative.unavailable === null ? differenceTo(alternative, base) : null,
    }));
}

/** daysWords says a signed number of days as people do: "9 d later", "same day", "2 d sooner". */
export function daysWords(days: number): string {
  if (days === 0) return 'same day';
  return `${Math.abs(days)} d ${days > 0 ? 'later' : 'sooner'}`;
}

/**
 * spreadWords says how sure an arrival is, in days around the expected one: "± 2 d", or "−2 +22 d" when late is likelier than early.
 * @returns null when earliest and latest fall within half a day of the expected time
 */
export function spreadWords(arrival: NonNullable<Alternative['arrival']>): string | null {
  const expected = Date.parse(arrival.expected);
  const early = Math.max(0, Math.round((expected - Date.parse(arrival.earliest)) / DAY_MS));
  const late = Math.max(0, Math.round((Date.parse(arrival.latest) - expected) / DAY_MS));
  if (early === 0 && late === 0) return null;
  return early === late ? `± ${early} d` : `−${early} +${late} d`;
}

/**
 * undoWords says in a few words how long an alternative can be undone and what that costs: "12 h, $400 fee".
 * The hours count from when it is carried out.
 */
export function undoWords({ kind, untilHours, feeUsd }: Alternative['reversible']): string {
  if (kind === 'nothing-to-undo') return 'nothing to undo';
  if (kind === 'no') return 'cannot be undone';
  const time = untilHours === null ? 'yes' : untilHours >= 72 ? `${Math.floor(untilHours / 24)} d` : `${untilHours} h`;
  const fee = feeUsd > 0 ? `, ${formatMoney(feeUsd)} fee` : ', no fee';
  if (kind === 'partly') return untilHours === null ? `in part${fee}` : `in part: ${time}${fee}`;
  return `${time}${fee}`;
}

/**
 * inTimeWords says how many lines come in time. The figure is an expectation: one line has a chance, several have a number.
 * @param linesInTime expected lines in time, possibly a fraction
 */
export function inTimeWords({ linesInTime, lines }: Pick<Alternative['service'], 'linesInTime' | 'lines'>): string {
  if (lines === 1) return `${Math.round(linesInTime * 100)} %`;
  const round = Math.round(linesInTime);
  return `${Math.abs(linesInTime - round) < 0.05 ? '' : 'about '}${formatCount(round)} of ${formatCount(lines)}`;
}

/** inTimeDelta is the difference in lines, or for one line in percentage points; null when it rounds to none. */
export function inTimeDelta(difference: number, lines: number): string | null {
  const count = Math.round(lines === 1 ? difference * 100 : difference);
  if (count === 0) return null;
  return `${count > 0 ? '+' : '−'}${formatCount(Math.abs(count))}${lines === 1 ? ' points' : ''}`;
}
