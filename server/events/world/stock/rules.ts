import type { StockTold } from '../schema.ts';

/** A count of a position or of one lot of it. */
export type Count = {
  source: string;
  signalId: string;
  basis: 'ledger' | 'physical';
  lot: string | null;
  quantity: number;
  unit: string;
  at: string;
  /** What moved since the count, in its unit, summed by the source that told it. */
  moved: { source: string; quantity: number; at: string }[];
};

/** Stock of one position as all who speak of it tell it. */
export type PositionReading = { ledger: StockTold | null; physical: StockTold | null; others: StockTold[] };

/**
 * Reads a position from its counts and what moved since.
 *
 * - A source that counts keeps its own books: its own movements are added to its count. Movements of a source that never counts
 *   the position are added to every book.
 * - A source that has counted the whole position is taken at its word for the whole; one that only ever counts by lot has the
 *   sum of its lots.
 * - The book counted last is the ledger, the hand count told last is the physical stock; it is carried on by the movements of
 *   the ledger, so that both figures speak of the same moment.
 */
export function readPosition(counts: readonly Count[]): PositionReading {
  const keepers = new Set(counts.filter(({ basis }) => basis === 'ledger').map(({ source }) => source));
  const books = (basis: Count['basis']): Count[][] => {
    const by = new Map<string, Count[]>();
    for (const count of counts) {
      if (count.basis === basis) by.set(count.source, [...(by.get(count.source) ?? []), count]);
    }
    return [...by.values()];
  };
  const [ledger, ...otherLedgers] = books('ledger')
    .map((book) => readBook(book, (mover) => !keepers.has(mover) || mover === book[0]?.source))
    .sort(laterFirst);
  const [physical, ...otherCounts] = books('physical')
    .map((book) => readBook(book, (mover) => (ledger ? !keepers.has(mover) || mover === ledger.source : true)))
    .sort(laterFirst);
  return { ledger: ledger ?? null, physical: physical ?? null, others: [...otherLedgers, ...otherCounts] };
}

function readBook(book: readonly Count[], counts: (mover: string) => boolean): StockTold {
  const whole = book.filter(({ lot }) => lot === null);
  const parts = (whole.length ? whole : book).toSorted((a, b) => later(a, b));
  const newest = parts[0] as Count;
  // Lots in another unit than the one counted last cannot be added to it.
  const same = parts.filter(({ unit }) => unit === newest.unit);
  const moves = same.flatMap(({ moved }) => moved.filter(({ source }) => counts(source)));
  const moved = tidy(moves.reduce((sum, { quantity }) => sum + quantity, 0));
  return {
    quantity: tidy(same.reduce((sum, { quantity }) => sum + quantity, 0) + moved),
    unit: newest.unit,
    at: [newest.at, ...moves.map(({ at }) => at)].reduce((a, b) => (a > b ? a : b)),
    source: newest.source,
    signalId: newest.signalId,
    basis: newest.basis,
    countedAt: newest.at,
    moved,
  };
}

const later = (a: Count, b: Count) => (a.at === b.at ? (a.signalId < b.signalId ? 1 : -1) : a.at < b.at ? 1 : -1);
const laterFirst = (a: StockTold, b: StockTold) =>
  a.countedAt === b.countedAt ? (a.source < b.source ? -1 : 1) : a.countedAt < b.countedAt ? 1 : -1;

/** Sums of decimals without the dust of binary fractions: a millionth of a unit is nothing. */
export const tidy = (quantity: number): number => Math.round(quantity * 1e6) / 1e6 || 0;

/** By how much two figures of stock differ, in their unit; null when they are not in the same unit. */
export const gapBetween = (told: StockTold, than: StockTold): number | null =>
  told.unit === than.unit ? tidy(told.quantity - than.quantity) : null;
