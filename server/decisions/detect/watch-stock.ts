import { boundUsd } from '../../core/bound-money.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../db/transaction.ts';
import { thingKey } from '../../events/contracts/index.ts';
import type { StockChange, StockTold } from '../../events/world/schema.ts';
import { STOCK_DISCREPANCY, type StockFacts, stockFactsSchema } from '../agents/index.ts';
import {
  subjectOfDiscrepancy,
  tellAgreement,
  tellDiscrepancy,
  tellWithdrawn,
  titleOfDiscrepancy,
} from '../disruptions/index.ts';
import { closeUnreadable } from './close-unreadable.ts';
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
import { lockOpenCases, type OpenCase, READ_ANEW } from './queries.ts';
import type { WatchedCase } from './write-watched.ts';

const MINUTE = 60_000;

/** A stock both of whose figures are told, in one unit. */
type Compared = StockChange & { ledger: StockTold; physical: StockTold };

const isComparable = (change: StockChange): change is Compared =>
  change.ledger !== null && change.physical !== null && change.ledger.unit === change.physical.unit;

type Told = {
  changes: readonly StockChange[];
  takenBack: readonly { key: string }[];
  /** Where world time has come to, in ms, for positions that are looked at because time has passed. */
  reached?: ReadonlyMap<string, number>;
};

/**
 * Holds the ledger of each stock that was told of against its count, and says which cases open, change and close. Figures in
 * different units are not compared: that is a question of master data, not of stock.
 * @param takenBack what was taken back: where nothing is left to compare, the case closes.
 */
export async function watchStock(tx: Tx, ctx: Context, { changes, takenBack, reached }: Told): Promise<WatchedCase[]> {
  const compared = changes.filter(isComparable);
  const corrected = new Set(takenBack.map(({ key }) => key).filter((key) => key.startsWith('|stock|')));
  const bare = [...corrected].filter((key) => !compared.some((change) => change.key === key));
  if (!compared.length && !bare.length) return [];
  const setting = (await findSettings(tx)).find(({ type }) => type === STOCK_TYPE);
  if (setting?.values.kind !== 'tolerance') return [];
  const { values, version } = setting;
  const keys = [...compared.map(({ key }) => key), ...bare];
  const stored = await lockStates(tx, keys);
  const open = await lockOpenCases(tx, keys.map(caseKeyOf), []);
  const verdicts: Verdict[] = [];
  const states: Parameters<typeof writeStates>[1][number][] = [];
  const cases: WatchedCase[] = [];
  const stand = (key: string, state: object) =>
    states.push({ key, causeKey: caseKeyOf(key), type: STOCK_TYPE, measure: '', state, version, silentFrom: null });
  for (const key of bare) {
    const existing = open.find((row) => row.key === caseKeyOf(key));
    if (stored.has(key)) stand(key, NO_GAP);
    if (existing) cases.push(withdraw(existing, changes.find((change) => change.key === key) ?? null));
  }
  for (const change of compared) {
    const told = Math.max(Date.parse(change.ledger.at), Date.parse(change.physical.at));
    const at = Math.max(told, reached?.get(change.key) ?? told);
    const known = stored.get(change.key);
    // A state that cannot be read is computed again from here: one stock must not keep all others waiting.
    const stands = gapStateSchema.safeParse(known);
    const stood = stands.success ? stands.data : NO_GAP;
    const { unitCostUsd } = change;
    const repriced = stood.unitCostUsd !== undefined && stood.unitCostUsd !== unitCostUsd;
    // What was taken back, or was thought of the worth, may be all that kept them apart: judged as if they had never been.
    const before = repriced || corrected.has(change.key) ? { ...stood, apart: false } : stood;
    const existing = open.find(({ key }) => key === caseKeyOf(change.key)) ?? null;
    const percent = shareApart(change.ledger.quantity, change.physical.quantity);
    const folded = foldGap(before, { at, shareApart: percent, valueUsd: worthOf(change) }, values);
    verdicts.push(folded.verdict);
    stand(change.key, { ...folded.state, unitCostUsd });
    const left = folded.left ? (corrected.has(change.key) ? 'corrected' : 'figures_agree') : null;
    if (folded.state.raised || (existing && left)) {
      cases.push(describe(change, { existing, values, since: stood.streak?.since ?? told, at: folded.state.at, left }));
    }
  }
  const now = ctx.clock.now();
  await writeStates(tx, states, now);
  await addCounts(tx, { type: STOCK_TYPE, measure: '' }, countVerdicts(verdicts), now);
  return cases;
}

const AGREE = {
  figures_agree: 'the figures agree again',
  corrected: 'without what was taken back the figures agree',
} as const;

/** What signals speak of that a case stands on: the stock, and the item, whose unit cost makes its worth. */
const subjectsOf = ({ key, item }: StockChange): string[] => [key, thingKey('item', item)];

const caseKeyOf = (key: string): string => `${STOCK_DISCREPANCY}:${key}`;

/** What the difference is worth in USD, or null when nobody told a unit cost or it is beyond what any stock is worth. */
const worthOf = ({ ledger, physical, unitCostUsd }: Compared): number | null =>
  boundUsd(unitCostUsd === null ? null : Math.abs(physical.quantity - ledger.quantity) * unitCostUsd);

type Left = 'figures_agree' | 'corrected';
/** `since`: when the figures went apart; `at`: what the judgement is of. Both in ms. */
type Standing = { existing: OpenCase | null; values: ToleranceSetting; since: number; at: number; left: Left | null };

/** Closes the case of a stock of which, after a correction, nothing is left to compare. It keeps the figures it stood on. */
function withdraw(existing: OpenCase, change: StockChange | null): WatchedCase {
  const [ledger, physical] = [change?.ledger ?? null, change?.physical ?? null];
  const withdrawn = ledger ? (physical ? 'unit' : 'physical') : physical ? 'ledger' : 'both';
  const [words, told] = ['what it stood on was taken back', tellWithdrawn(withdrawn)];
  const before = stockFactsSchema.safeParse(existing.facts).data;
  if (!before) return closeUnreadable(existing, { reason: 'corrected', change: words, told });
  const at = new Date(Math.max(Date.parse(before.ledger.at), Date.parse(before.physical.at)));
  const facts: StockFacts = { ...before, endedAt: at.toISOString(), withdrawn };
  return {
    key: existing.key,
    playbook: STOCK_DISCREPANCY,
    existing,
    source: existing.source,
    region: existing.region,
    subject: subjectOfDiscrepancy(facts),
    subjectKeys: existing.subjectKeys,
    title: existing.title,
    valueUsd: existing.valueKnown ? Number(existing.valueAtRisk) : null,
    lineCount: existing.lineCount,
    occurredAt: existing.occurredAt,
    breachAt: existing.breachAt,
    detectedAt: existing.detectedWorldAt,
    facts,
    closed: { at, reason: 'corrected' },
    material: true,
    change: words,
    told,
  };
}

function describe(change: Compared, { existing, values, since: began, at, left }: Standing): WatchedCase {
  const known = existing && stockFactsSchema.safeParse(existing.facts);
  const before = known?.success ? known.data : null;
  const facts = factsOf(change, values, {
    since: before?.since ?? new Date(began).toISOString(),
    endedAt: left ? new Date(at).toISOString() : null,
  });
  const words = before ? changeWords(before, facts, values) : existing ? READ_ANEW : null;
  const since = new Date(facts.since);
  return {
    key: caseKeyOf(change.key),
    playbook: STOCK_DISCREPANCY,
    existing,
    source: facts.physical.source,
    region: change.region,
    subject: subjectOfDiscrepancy(facts),
    subjectKeys: subjectsOf(change),
    title: titleOfDiscrepancy(facts),
    // A case that closes keeps what it was worth; agreeing figures are worth nothing.
    valueUsd: left && before ? before.valueUsd : facts.valueUsd,
    lineCount: 1,
    occurredAt: since,
    breachAt: new Date(since.getTime() + values.settleMinutes * MINUTE),
    detectedAt: new Date(at),
    facts,
    closed: left ? { at: new Date(at), reason: left } : null,
    material: words !== null || left !== null,
    change: left ? AGREE[left] : (words ?? 'newer figures'),
    told: left ? tellAgreement(left, facts) : tellDiscrepancy(facts),
  };
}

function factsOf(
  change: Compared,
  { percent, moneyUsd }: ToleranceSetting,
  { since, endedAt }: { since: string; endedAt: string | null },
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
    endedAt,
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
