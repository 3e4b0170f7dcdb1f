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
  const worth = valueUsd === null ? 'of a value that is not known' : `worth ${usd(valueUsd)}`;
  return (
    `The ledger of ${ledger.source} says ${amount(ledger.quantity, unit)}; by the count of ${dayOfYear(physical.countedAt)} ` +
    `(${physical.source}) there are ${amount(physical.quantity, unit)}: ${moreOrLess(facts)} (${share(percent)}), ${worth}.`
  );
}

/** Why a discrepancy closed, in one sentence. */
export const tellAgreement = ({ ledger, physical, unit, percent }: StockFacts): string =>
  percent === 0
    ? `Ledger and count agree again: ${amount(ledger.quantity, unit)}.`
    : `Ledger and count agree again within tolerance: ${amount(ledger.quantity, unit)} and ${amount(physical.quantity, unit)}.`;

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
