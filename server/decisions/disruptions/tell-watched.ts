import type { ZodError } from 'zod';
import { amount, figure, spanWords, usd } from '../../core/words.ts';
import type { Disruption } from '../../db/generated/client.ts';
import { describeFault } from '../../db/judge-fault.ts';
import {
  bandWords,
  COLD_CHAIN,
  type ColdChainFacts,
  coldChainFactsSchema,
  judgeExposure,
  judgeSilence,
  STOCK_DISCREPANCY,
  stockFactsSchema,
} from '../agents/index.ts';
import type { Card } from './schema.ts';
import { tellAgreement, tellDiscrepancy, tellMisstated } from './tell-discrepancy.ts';
import {
  deviceWords,
  minuteOf,
  tellExcursion,
  tellExcursionClosing,
  tellExposed,
  tellSilence,
} from './tell-excursion.ts';

/** Why a case stands that cannot be read, as its queue line, its card and its timeline say it. */
export const unreadableWords = (error: string): string =>
  `What is stored of this case cannot be read, so it is not kept up to date and nothing is proposed (${error}). It waits for a person.`;

export const UNREADABLE_PROPOSAL = unreadableWords('its proposal is not what this release stores');

/** What a card and a line of the queue say of a case that is watched rather than late. */
export type Telling = {
  happened: string;
  threatens: string;
  closed: string;
  /** What the time left runs to: "lost" after the allowed time, "to be settled". */
  until: string;
  figures: Card['happened']['figures'];
  goods: Card['threatens']['goods'];
  customers: string[];
  /** Why its facts cannot be read. */
  unreadable?: string;
};

type Row = Pick<Disruption, 'playbook' | 'shipment' | 'facts' | 'valueAtRisk' | 'valueKnown' | 'closedReason'>;

/**
 * A case in words, from what its playbook knows of it; null for a late shipment, which its order lines tell.
 * @param worldAt world time of its stream: how old what it stands on is.
 * @param now wall time; where the stream goes by it, ages tick on the screen.
 */
export function tellWatched(row: Row, worldAt: Date, now?: Date): Telling | null {
  const valueUsd = row.valueKnown ? Number(row.valueAtRisk) : null;
  if (row.playbook === COLD_CHAIN) {
    const read = coldChainFactsSchema.safeParse(row.facts);
    if (!read.success) return tellUnreadable(row, read.error);
    const facts = read.data;
    const mean = facts.meanKinetic === null ? 'not known yet' : `${figure(facts.meanKinetic)} °C`;
    const silence = judgeSilence(facts, worldAt);
    return {
      happened: silence?.silent ? `${tellExcursion(facts)} ${tellSilence(silence)}` : tellExcursion(facts),
      threatens: tellExposed(facts, valueUsd),
      closed: tellExcursionClosing(row.closedReason ?? '', facts),
      until: 'allowed outside until',
      figures: [
        { label: 'Band', value: bandWords(facts), note: BAND_FROM[facts.band.from] },
        { label: 'At worst', value: `${figure(facts.worst.celsius)} °C`, note: timeWords(facts.worst.at) },
        { label: 'Latest', value: `${figure(facts.latest.celsius)} °C`, note: timeWords(facts.latest.at) },
        ...(silence ? [evidenceFigure(facts, silence, worldAt.getTime() === now?.getTime())] : []),
        outsideFigure(facts, worldAt),
        { label: 'Mean kinetic temperature', value: mean, note: 'since it began, USP <1079.2>' },
      ],
      goods: facts.goods.map(({ item, quantity, unit, orderNumber, customer, site, shipment, valueUsd: worth }) => ({
        item,
        quantity,
        unit,
        where: site ?? shipment,
        order: orderNumber,
        customer,
        valueUsd: worth,
      })),
      customers: [...new Set(facts.goods.flatMap(({ customer }) => customer ?? []))].sort(),
    };
  }
  if (row.playbook !== STOCK_DISCREPANCY) return null;
  const read = stockFactsSchema.safeParse(row.facts);
  if (!read.success) return tellUnreadable(row, read.error);
  const facts = read.data;
  const { ledger, physical, unit, item, site } = facts;
  const cost = facts.unitCostUsd === null ? 'not known' : usd(facts.unitCostUsd);
  return {
    happened: tellDiscrepancy(facts),
    threatens: tellMisstated(facts),
    closed: tellAgreement(row.closedReason ?? '', facts),
    until: 'to be settled by',
    figures: [
      {
        label: 'Ledger',
        value: amount(ledger.quantity, unit),
        note: `${ledger.source}, ${timeWords(ledger.at)}`,
      },
      {
        label: 'Counted',
        value: amount(physical.quantity, unit),
        note: `${physical.source}, ${timeWords(physical.countedAt)}`,
      },
      {
        label: 'Apart',
        value: amount(Math.abs(facts.difference), unit),
        note: `${figure(Math.round(facts.percent * 10) / 10)} % of the ledger`,
      },
      {
        label: 'Unit cost',
        value: cost,
        note: facts.unitCostUsd === null ? 'nobody has told it' : 'as the item is described',
      },
    ],
    goods: [{ item, quantity: Math.abs(facts.difference), unit, where: site, order: null, customer: null, valueUsd }],
    customers: [],
  };
}

/** A case whose stored facts cannot be read says so, and nothing else of it is lost: its figures, its lines, its timeline stand. */
function tellUnreadable({ shipment, valueKnown, valueAtRisk }: Row, error: ZodError): Telling {
  const words = unreadableWords(describeFault(error).words);
  return {
    happened: `${shipment}: ${words}`,
    threatens: valueKnown
      ? `${usd(Number(valueAtRisk))} when it was last read.`
      : 'What is at risk was not known when it was last read.',
    closed: `${shipment}: closed; what was stored of it cannot be read.`,
    until: 'to be settled by',
    figures: [],
    goods: null,
    customers: [],
    unreadable: words,
  };
}

/** The state of the evidence: when it was last measured, by what, and what silence means. */
function evidenceFigure(
  { silentMinutes = 0 }: ColdChainFacts,
  { heard, minutes, silent }: NonNullable<ReturnType<typeof judgeSilence>>,
  ticks: boolean,
): Telling['figures'][number] {
  const age = ticks ? '' : ` (${spanWords(minutes)} ago)`;
  const meaning = silent
    ? 'silence closes no case'
    : `counts as silent after ${spanWords(silentMinutes)} without a reading`;
  return {
    label: 'Evidence',
    value: `${silent ? 'no reading' : 'measured last'} ${silent ? 'since ' : ''}${minuteOf(heard.at)}${age}`,
    note: `${deviceWords(heard)}, ${figure(heard.celsius)} °C ${heard.outside ? 'and outside' : 'and inside'} then; ${meaning}`,
    ...(ticks ? { since: heard.at } : {}),
    ...(silent ? { warns: true } : {}),
  };
}

/** How long it was outside: what was measured, and at most where its sensor fell silent. */
function outsideFigure(facts: ColdChainFacts, worldAt: Date): Telling['figures'][number] {
  const { measured, most } = judgeExposure(facts, worldAt);
  const allowed = `of ${spanWords(facts.allowedMinutes)} allowed`;
  if (most <= measured) return { label: 'Outside', value: spanWords(measured), note: allowed };
  return {
    label: 'Outside',
    value: `${spanWords(measured)} measured, at most ${spanWords(most)}`,
    note: `${allowed}; what nobody measured counts as outside`,
    warns: true,
  };
}

const BAND_FROM = {
  signal: 'as the sensor tells it',
  item: 'as the goods in it are described',
  setting: 'as set for this measure',
} as const;

/** "14:05 UTC". */
const timeWords = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
