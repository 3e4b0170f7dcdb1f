import { count, figure, usdExact } from '../../../core/words.ts';
import type { ItemFactRow } from '../../../events/world/schema.ts';
import { laneLevels } from './estimate-share.ts';
import type { CaseLine, ProposalContext } from './schema.ts';
import type { Coverage } from './weigh-coverage.ts';

export type Rate = { usdPerKg: number; words: string };

/** Freight per kg by a mode: from the narrowest record with enough bills, or null when none has. */
export function rateOf(context: ProposalContext, line: CaseLine, mode: string): Rate | null {
  const level = laneLevels(context.facts.lanes, line.origin, line.destination, mode)
    .reverse()
    .find(({ row }) => row.freightN >= context.settings.minimumFreight && row.freightKg > 0);
  if (!level) return null;
  const { row, words } = level;
  return { usdPerKg: row.freightUsd / row.freightKg, words: `${count(row.freightN)} freight bills, ${words}` };
}

type Weight = { kg: number; n: number; words: string };

/** What one pack of an item weighs: from this supplier's deliveries, else from anybody's. */
function packWeight(items: readonly ItemFactRow[], line: CaseLine): { kgPerPack: number; words: string } | null {
  const told = items.filter((row) => row.item === line.item && row.kgQuantity > 0);
  const own = told.filter((row) => row.supplier === line.supplier);
  const used = own.length ? own : told;
  const packs = used.reduce((sum, row) => sum + row.kgQuantity, 0);
  if (packs <= 0) return null;
  const kg = used.reduce((sum, row) => sum + row.kg, 0);
  return { kgPerPack: kg / packs, words: own.length ? `from ${line.supplier}` : 'from any supplier' };
}

/** The weight of the covered packs, or the item whose weight no delivery has told. */
export function weightOf(context: ProposalContext, coverage: Coverage): Weight | { unknown: string } {
  let kg = 0;
  let n = 0;
  let words = '';
  for (const line of context.lines) {
    const packs = coverage.get(line.key) ?? 0;
    if (packs <= 0) continue;
    const weight = packWeight(context.facts.items, line);
    if (!weight) return { unknown: line.item };
    kg += packs * weight.kgPerPack;
    n += packs;
    words = weight.words;
  }
  return { kg, n, words: `${count(n)} packs × ${figure(n > 0 ? kg / n : 0)} kg, as delivered ${words}` };
}

/** "1,240 kg × $6.31/kg". */
export const freightWorking = (kg: number, rate: Rate): string =>
  `${count(kg)} kg × ${usdExact(rate.usdPerKg)}/kg (${rate.words})`;
