import { figure, percent, plural, spanWords, usd } from '../../../core/words.ts';
import type { Alternative, Reason, Sum } from '../../proposals/schema.ts';
import { valueShare } from '../../risk/index.ts';
import type { Evidence, ProposalDraft } from '../define-agent.ts';
import { chooseLeast, versusWords, weighWatched } from '../weigh-watched.ts';
import { estimateLoss, goodsValue, isMeanWithin, type Loss } from './estimate-loss.ts';
import type { ColdChainContext, ColdChainFacts } from './schema.ts';

/**
 * The answer to a cold-chain excursion: do nothing, hold the goods on arrival for a quality review, or have the carrier correct
 * the set-point. Destroying goods is never offered: that is for quality to decide after a review. Pure.
 */
export function propose(context: ColdChainContext): ProposalDraft {
  const loss = estimateLoss(context);
  const value = goodsValue(context.facts);
  const alternatives = [
    weighWaiting(context, loss, value),
    weighHolding(context, loss, value),
    weighCorrecting(context, loss, value),
  ];
  const chosen = context.change?.alternative ?? chooseLeast(alternatives);
  const picked = alternatives.find(({ key }) => key === chosen) ?? alternatives[0];
  if (!picked) throw new RangeError('no alternative');
  return {
    alternatives,
    chosen: picked.key,
    reason: reasonOf(context, alternatives, picked, { value, loss }),
    evidence: evidenceOf(context.facts, loss, value),
  };
}

/** Risk left in whole cents: the value times a chance, never more than the value. */
const riskOf = (value: number | null, chance: number): number | null =>
  value === null ? null : Math.round(value * Math.min(1, chance) * 100) / 100;

const sumsOf = (loss: Loss, value: number | null, share: number, working: string, chance: number): Sum[] => [
  { label: 'Spoilt by now', working: loss.working, result: percent(loss.now) },
  { label: 'Spoilt in the end', working, result: percent(share) },
  value === null
    ? { label: 'Risk left', working: 'nobody has told what the goods are worth', result: 'not known' }
    : {
        label: 'Risk left',
        working: `${usd(value)} × ${percent(Math.min(1, chance))}`,
        result: usd(value * Math.min(1, chance)),
      },
];

function weighWaiting({ settings, facts }: ColdChainContext, loss: Loss, value: number | null): Alternative {
  const chance = loss.goingOn * (1 + settings.soldSpoiltFactor);
  const goesOn = facts.endedAt ? 'it is over' : 'it goes on: twice as much, and a tenth';
  return weighWatched({
    key: 'wait',
    title: 'Do nothing',
    costUsd: 0,
    effect: 'Nobody looks at the goods; what is spoilt may be sold.',
    loss: chance,
    riskLeftUsd: riskOf(value, chance),
    saga: null,
    sums: sumsOf(loss, value, loss.goingOn, `${goesOn}; spoilt goods that are sold cost their value again`, chance),
    unavailable: null,
  });
}

function weighHolding({ facts, carried, settings }: ColdChainContext, loss: Loss, value: number | null): Alternative {
  const { goods, thing, thingKind } = facts;
  return weighWatched({
    key: 'hold',
    title: `Hold ${goods.length ? `${plural(goods.length, 'item')} in ` : ''}${thingKind} ${thing} on arrival for a quality review`,
    costUsd: settings.holdUsd,
    effect: 'Nothing spoilt is sold; what is sound is released after the review.',
    loss: loss.goingOn,
    riskLeftUsd: riskOf(value, loss.goingOn),
    reversible: {
      kind: 'yes',
      untilHours: null,
      feeUsd: 0,
      words: 'The hold can be released at any time, free of charge.',
    },
    saga: {
      name: 'hold-goods',
      input: {
        subject: `${thingKind} ${thing}`,
        site: goods.find(({ site }) => site !== null)?.site ?? null,
        reason: `Temperature ${figure(facts.worst.celsius)} °C at worst, ${figure(Math.round(facts.outsideMinutes))} min outside ${bandWords(facts)}`,
        goods: goods.map(({ item, quantity, unit }) => ({ item, quantity, unit })),
        costUsd: settings.holdUsd,
      },
    },
    sums: sumsOf(loss, value, loss.goingOn, 'as with nothing done, but none of it is sold', loss.goingOn),
    unavailable: carried.includes('hold-goods') ? 'The goods are on hold already.' : null,
  });
}

const CARRIED_BY_SOMEBODY = new Set(['container', 'shipment', 'vehicle']);

function weighCorrecting(context: ColdChainContext, loss: Loss, value: number | null): Alternative {
  const { facts, carried, settings } = context;
  const chance = loss.corrected * (1 + settings.soldSpoiltFactor);
  return weighWatched({
    key: 'set-point',
    title: `Ask the carrier to correct the set-point of ${facts.thingKind} ${facts.thing}`,
    costUsd: 0,
    effect: 'The exposure may stop; what is spoilt by now may still be sold.',
    loss: chance,
    riskLeftUsd: riskOf(value, chance),
    reversible: { kind: 'no', untilHours: null, feeUsd: 0, words: 'A message to the carrier cannot be taken back.' },
    saga: {
      name: 'correct-set-point',
      input: {
        subject: `${facts.thingKind} ${facts.thing}`,
        lowCelsius: facts.band.low,
        highCelsius: facts.band.high,
        observedCelsius: facts.latest.celsius,
        costUsd: 0,
      },
    },
    sums: sumsOf(
      loss,
      value,
      loss.corrected,
      `${percent(settings.correctionWorks)} of carriers who are asked correct it (assumed)`,
      chance,
    ),
    unavailable: whyNoCorrection(facts, carried),
  });
}

function whyNoCorrection(facts: ColdChainFacts, carried: readonly string[]): string | null {
  if (!CARRIED_BY_SOMEBODY.has(facts.thingKind)) return `No carrier has ${facts.thingKind} ${facts.thing}.`;
  if (facts.endedAt) return 'It is back in its band.';
  return carried.includes('correct-set-point') ? 'The carrier has been asked already.' : null;
}

/** "2 to 8 °C", "at most 8 °C". */
export function bandWords({ band: { low, high } }: Pick<ColdChainFacts, 'band'>): string {
  if (low !== null && high !== null) return `${figure(low)} to ${figure(high)} °C`;
  return high === null ? `at least ${figure(low ?? 0)} °C` : `at most ${figure(high)} °C`;
}

function reasonOf(
  context: ColdChainContext,
  alternatives: Alternative[],
  chosen: Alternative,
  { value, loss }: { value: number | null; loss: Loss },
): Reason {
  const others = alternatives.filter((other) => other !== chosen);
  const wait = alternatives[0];
  const saved =
    wait && wait.riskLeftUsd !== null && chosen.riskLeftUsd !== null ? wait.riskLeftUsd - chosen.riskLeftUsd : null;
  const effect = chosen.service.words;
  const sentence =
    chosen.key === 'wait'
      ? 'Everything that would help has been done or cannot be done.'
      : `${saved === null ? '' : `Saves ${usd(saved)} of risk for ${usd(chosen.costUsd)}. `}${effect}`;
  const { settings, facts } = context;
  const unsure = loss.unmeasured
    ? ` How long it was outside is not certain: ${spanWords(loss.unmeasured)} of it nobody measured.`
    : '';
  return {
    sentence: `${sentence}${unsure}${value === null ? ' Nobody has told what the goods are worth.' : ''}`,
    versus: others.map((other) => ({ key: other.key, sentence: versusWords(chosen, other) })),
    wouldChangeIf: null,
    assumptions: [
      `Goods may be outside for ${plural(facts.allowedMinutes, 'minute')} before they count as lost; the share of it that was used is the share spoilt.`,
      ...(loss.unmeasured ? ['Time that nobody measured counts as outside, because the last reading was.'] : []),
      `A review on arrival costs ${usd(settings.holdUsd)}; spoilt goods that are sold cost ${figure(1 + settings.soldSpoiltFactor)} times their value.`,
      `A carrier who is asked corrects the set-point in ${percent(settings.correctionWorks)} of cases.`,
      'Whether goods are destroyed is for quality to decide after the review; no alternative does it.',
    ],
  };
}

function evidenceOf(facts: ColdChainFacts, loss: Loss, value: number | null): Evidence {
  const critical = facts.goods.filter(({ firstLine }) => firstLine);
  const mean = facts.meanKinetic === null ? 'not known yet' : `${figure(facts.meanKinetic)} °C`;
  return {
    risk: {
      factors: [
        {
          name: 'value',
          share: value === null ? 0.5 : valueShare(value),
          max: 30,
          words: value === null ? 'the value of the goods is not known' : `${usd(value)} of goods exposed`,
        },
        { name: 'exposure', share: loss.now, max: 30, words: `${loss.working}` },
        {
          name: 'heat',
          share: facts.meanKinetic === null ? 0.5 : isMeanWithin(facts) ? (loss.unmeasured ? 0.5 : 0) : 1,
          max: 30,
          words: `mean kinetic temperature ${mean} against ${bandWords(facts)}${loss.unmeasured ? ', of what was measured' : ''}`,
        },
        {
          name: 'critical item',
          share: critical.length ? 1 : 0,
          max: 10,
          words: critical.length ? plural(critical.length, 'first-line item') : 'no first-line item',
        },
      ],
    },
    valueUsd: value,
    critical: critical.length > 0,
    singleSource: false,
    supplierRecordLines: 0,
    untrusted: false,
  };
}
