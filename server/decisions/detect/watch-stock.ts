import type { Context } from '../../core/context.ts';
import type { Tx } from '../../db/transaction.ts';
import type { StockChange, StockTold } from '../../events/world/schema.ts';
import { STOCK_DISCREPANCY, type StockFacts, stockFactsSchema } from '../agents/index.ts';
import { subjectOfDiscrepancy, tellAgreement, tellDiscrepancy, titleOfDiscrepancy } from '../disruptions/index.ts';
import {
  addCounts,
  countVerdicts,
  findSettings,
  foldGap,
  gapStateSchema,
  lockStates,
  NO_GAP,
  STOCK_TYPE,
  shareApart,
  type ToleranceSetting,
  type Verdict,
  writeStates,
} from './noise/index.ts';
import { lockOpenCases, type OpenCase } from './queries.ts';
import type { WatchedCase } from './write-watched.ts';

const MINUTE = 60_000;

/** A stock both of whose figures are told, in one unit. */
type Compared = StockChange & { ledger: StockTold; physical: StockTold };

const isComparable = (change: StockChange): change is Compared =>
  change.ledger !== null && change.physical !== null && change.ledger.unit === change.physical.unit;

/**
 * Holds the ledger of each stock that was told of against its count, and says which cases open, change and close. Figures in
 * different units are not compared: that is a question of master data, not of stock.
 */
export async function watchStock(tx: Tx, ctx: Context, changes: readonly StockChange[]): Promise<WatchedCase[]> {
  const compared = changes.filter(isComparable);
  if (!compared.length) return [];
  const setting = (await findSettings(tx)).find(({ type }) => type === STOCK_TYPE);
  if (setting?.values.kind !== 'tolerance') return [];
  const { values, version } = setting;
  const stored = await lockStates(
    tx,
    compared.map(({ key }) => key),
  );
  const open = await lockOpenCases(
    tx,
    compared.map(({ key }) => caseKeyOf(key)),
    [],
  );
  const verdicts: Verdict[] = [];
  const states: Parameters<typeof writeStates>[1][number][] = [];
  const cases: WatchedCase[] = [];
  for (const change of compared) {
    const at = Math.max(Date.parse(change.ledger.at), Date.parse(change.physical.at));
    const known = stored.get(change.key);
    const before = known === undefined ? NO_GAP : gapStateSchema.parse(known);
    const existing = open.find(({ key }) => key === caseKeyOf(change.key)) ?? null;
    const percent = shareApart(change.ledger.quantity, change.physical.quantity);
    const folded = foldGap(before, { at, shareApart: percent, valueUsd: worthOf(change) }, values);
    verdicts.push(folded.verdict);
    states.push({
      key: change.key,
      causeKey: caseKeyOf(change.key),
      type: STOCK_TYPE,
      measure: '',
      state: folded.state,
      version,
    });
    if (folded.state.raised || (existing && folded.left)) {
      cases.push(describe(change, { existing, values, at: folded.state.at, left: folded.left }));
    }
  }
  const now = ctx.clock.now();
  await writeStates(tx, states, now);
  await addCounts(tx, { type: STOCK_TYPE, measure: '' }, countVerdicts(verdicts), now);
  return cases;
}

const caseKeyOf = (key: string): string => `${STOCK_DISCREPANCY}:${key}`;

/** What the difference is worth in USD, or null when nobody told a unit cost. */
const worthOf = ({ ledger, physical, unitCostUsd }: Compared): number | null =>
  unitCostUsd === null ? null : Math.round(Math.abs(physical.quantity - ledger.quantity) * unitCostUsd * 100) / 100;

type Standing = { existing: OpenCase | null; values: ToleranceSetting; at: number; left: boolean };

function describe(change: Compared, { existing, values, at, left }: Standing): WatchedCase {
  const known = existing && stockFactsSchema.safeParse(existing.facts);
  const before = known?.success ? known.data : null;
  const facts = factsOf(change, values, { since: before?.since ?? new Date(at).toISOString(), at, left });
  const words = before ? changeWords(before, facts, values) : null;
  const since = new Date(facts.since);
  return {
    key: caseKeyOf(change.key),
    playbook: STOCK_DISCREPANCY,
    existing,
    source: facts.physical.source,
    region: change.region,
    subject: subjectOfDiscrepancy(facts),
    subjectKeys: [change.key],
    title: titleOfDiscrepancy(facts),
    // A case that closes keeps what it was worth; agreeing figures are worth nothing.
    valueUsd: left && before ? before.valueUsd : facts.valueUsd,
    lineCount: 1,
    signalCount: (existing?.signalCount ?? 1) + 1,
    occurredAt: since,
    breachAt: new Date(since.getTime() + values.settleMinutes * MINUTE),
    detectedAt: new Date(at),
    facts,
    closed: left ? { at: new Date(at), reason: 'figures_agree' } : null,
    material: words !== null || left,
    change: left ? 'the figures agree again' : (words ?? 'newer figures'),
    told: left ? tellAgreement(facts) : tellDiscrepancy(facts),
  };
}

function factsOf(
  change: Compared,
  { percent, moneyUsd }: ToleranceSetting,
  { since, at, left }: { since: string; at: number; left: boolean },
): StockFacts {
  const { ledger, physical } = change;
  const figure = ({ quantity, at: toldAt, countedAt, source, signalId }: StockTold) => ({
    quantity,
    at: toldAt,
    countedAt,
    source,
    signalId,
  });
  return {
    item: change.item,
    site: change.site,
    unit: ledger.unit,
    ledger: figure(ledger),
    physical: figure(physical),
    difference: Math.round((physical.quantity - ledger.quantity) * 1e6) / 1e6,
    percent: shareApart(ledger.quantity, physical.quantity),
    unitCostUsd: change.unitCostUsd,
    valueUsd: worthOf(change),
    tolerance: { percent, moneyUsd },
    since,
    endedAt: left ? new Date(at).toISOString() : null,
  };
}

/** What changed that bears on the answer, inside a sentence; null when nothing does. */
function changeWords(before: StockFacts, now: StockFacts, { worseByPercent }: ToleranceSetting): string | null {
  const changes: string[] = [];
  if (before.physical.signalId !== now.physical.signalId && before.physical.quantity !== now.physical.quantity)
    changes.push('it was counted again');
  if (Math.abs(now.percent - before.percent) >= Math.max(worseByPercent, 0.001))
    changes.push(now.percent > before.percent ? 'the gap has grown' : 'the gap has become smaller');
  if (before.unitCostUsd !== now.unitCostUsd) changes.push('its unit cost is told otherwise');
  return changes.length ? changes.join(', ') : null;
}
