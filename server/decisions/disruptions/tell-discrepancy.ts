import { BEYOND } from '../../core/bound-money.ts';
import { amount, dayOfYear, figure, usd } from '../../core/words.ts';
import type { StockFacts } from '../agents/index.ts';

/** "Inventory discrepancy · Insulin cartridge at Nairobi". */
export const titleOfDiscrepancy = ({ item, site }: { item: string; site: string }): string =>
  `Inventory discrepancy · ${subjectOfDiscrepancy({ item, site })}`;
export const subjectOfDiscrepancy = ({ item, site }: { item: string; site: string }): string => `${item} at ${site}`;

const share = (percent: number): string => `${figure(Math.round(percent * 10) / 10)} %`;
const moreOrLess = ({ difference, unit }: StockFacts): string =>
  `${amount(Math.abs(difference), unit)} ${difference < 0 ? 'less' : 'more'}`;

/** "The ledger of /erp says 1,200 EA, the count of 22 Nov 2026 by /wms 1,100 EA: 100 EA less (8.3 %), worth $3,800." */
export function tellDiscrepancy(facts: StockFacts): string {
  const { ledger, physical, unit, percent, valueUsd } = facts;
  const unknown = facts.unitCostUsd === null ? 'of a value that is not known' : `worth ${BEYOND}`;
  const worth = valueUsd === null ? unknown : `worth ${usd(valueUsd)}`;
  return (
    `The ledger of ${ledger.source} says ${amount(ledger.quantity, unit)}; by the count of ${dayOfYear(physical.countedAt)} ` +
    `(${physical.source}) there are ${amount(physical.quantity, unit)}: ${moreOrLess(facts)} (${share(percent)}), ${worth}.`
  );
}

const WITHDRAWN = {
  ledger: 'what the ledger said was taken back, and there is nothing to hold the count against',
  physical: 'the count was taken back, and there is nothing to hold the ledger against',
  both: 'what was told of this stock was taken back',
  unit: 'a figure was taken back, and what is left is told in two units, which are not compared',
} as const;

/** Why a discrepancy closed of which a figure was taken back, in one sentence. */
export const tellWithdrawn = (withdrawn: NonNullable<StockFacts['withdrawn']>): string =>
  `The facts were corrected: ${WITHDRAWN[withdrawn]}.`;

/** Why a discrepancy closed, in one sentence. */
export function tellAgreement(reason: string, facts: StockFacts): string {
  const { ledger, physical, unit, percent, withdrawn, tolerance, valueUsd } = facts;
  if (withdrawn) return tellWithdrawn(withdrawn);
  if (percent > tolerance.percent && valueUsd !== null)
    return `The difference is worth ${usd(valueUsd)}, which is tolerated: ledger ${amount(ledger.quantity, unit)}, counted ${amount(physical.quantity, unit)}.`;
  const figures =
    percent === 0
      ? amount(ledger.quantity, unit)
      : `${amount(ledger.quantity, unit)} and ${amount(physical.quantity, unit)}, within tolerance`;
  return reason === 'corrected'
    ? `The facts were corrected: without what was taken back, ledger and count agree: ${figures}.`
    : `Ledger and count agree again: ${figures}.`;
}

/** What a discrepancy threatens, in one sentence. */
export function tellMisstated({ valueUsd, difference, tolerance }: StockFacts): string {
  const orders =
    difference < 0
      ? 'orders may be promised from stock that is not there'
      : 'stock may be bought that is there already';
  const allowed = `${figure(tolerance.percent)} % and ${usd(tolerance.moneyUsd)} are tolerated`;
  const worth = valueUsd === null ? 'Stock of a value that is not known' : `${usd(valueUsd)} of stock`;
  return `${worth} is in doubt: ${orders}; ${allowed}.`;
}
