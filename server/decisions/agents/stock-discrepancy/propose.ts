import { BEYOND } from '../../../core/bound-money.ts';
import { amount, figure, percent, usd } from '../../../core/words.ts';
import type { Alternative, AlternativeKey, ChosenSaga, Reason } from '../../proposals/schema.ts';
import { valueShare } from '../../risk/index.ts';
import type { Evidence, ProposalDraft } from '../define-agent.ts';
import { chooseLeast, versusWords, weighWatched } from '../weigh-watched.ts';
import type { StockContext, StockFacts } from './schema.ts';

/** The answer to stock whose figures disagree: do nothing, recount, freeze, or put the ledger right. Pure. */
export function propose(context: StockContext): ProposalDraft {
  const alternatives = [
    weighWaiting(context),
    weighRecounting(context),
    weighFreezing(context),
    weighAdjusting(context),
  ];
  const chosen = context.change?.alternative ?? chooseLeast(alternatives);
  const picked = alternatives.find(({ key }) => key === chosen) ?? alternatives[0];
  if (!picked) throw new RangeError('no alternative');
  const reason = reasonOf(context, alternatives, picked);
  return { alternatives, chosen: picked.key, reason, evidence: evidenceOf(context.facts) };
}

/** Why nobody knows what the difference is worth. */
const unknownWords = ({ unitCostUsd }: StockFacts): string =>
  unitCostUsd === null ? 'nobody has told the unit cost' : BEYOND;

type Offer = {
  key: AlternativeKey;
  title: string;
  costUsd: number;
  effect: string;
  loss: number;
  why: string;
  saga: ChosenSaga | null;
  undo?: string;
  unavailable?: string | null;
};

function weigh({ facts }: StockContext, { why, undo, unavailable, ...offer }: Offer): Alternative {
  const { valueUsd } = facts;
  const risk = valueUsd === null ? null : Math.round(valueUsd * offer.loss * 100) / 100;
  return weighWatched({
    ...offer,
    riskLeftUsd: risk,
    ...(undo ? { reversible: { kind: 'yes', untilHours: null, feeUsd: 0, words: undo } } : {}),
    sums: [
      { label: 'Chance of loss', working: why, result: percent(offer.loss) },
      risk === null
        ? { label: 'Risk left', working: unknownWords(facts), result: 'not known' }
        : { label: 'Risk left', working: `${usd(valueUsd ?? 0)} × ${percent(offer.loss)}`, result: usd(risk) },
    ],
    unavailable: unavailable ?? null,
  });
}

/** What every saga about a stock is started with. */
const inputOf = ({ item, site, unit, ledger, physical }: StockFacts, reason: string, costUsd: number) => ({
  item,
  site,
  unit,
  ledger: ledger.quantity,
  counted: physical.quantity,
  reason,
  costUsd,
});

const gapWords = ({ ledger, physical, unit }: StockFacts): string =>
  `ledger ${amount(ledger.quantity, unit)}, counted ${amount(physical.quantity, unit)}`;

const weighWaiting = (context: StockContext): Alternative =>
  weigh(context, {
    key: 'wait',
    title: 'Do nothing',
    costUsd: 0,
    effect: 'Orders go on being promised from figures that disagree.',
    loss: context.settings.lossIfLeft,
    why: 'a wrong figure left alone (assumed)',
    saga: null,
  });

type StockSaga = 'recount-stock' | 'freeze-stock' | 'adjust-ledger';
type Act = Omit<Offer, 'saga' | 'unavailable'> & { saga: StockSaga; undo: string; done: string };

/** An alternative that a saga carries out; it is not offered again once that has been done. */
const weighActing = (context: StockContext, { saga, done, ...act }: Act): Alternative =>
  weigh(context, {
    ...act,
    saga: { name: saga, input: inputOf(context.facts, gapWords(context.facts), act.costUsd) },
    unavailable: context.carried.includes(saga) ? done : null,
  });

const weighRecounting = (context: StockContext): Alternative =>
  weighActing(context, {
    key: 'recount',
    title: `Recount ${context.facts.item} at ${context.facts.site}`,
    costUsd: context.settings.recountUsd,
    effect: 'A second count says which figure is right.',
    loss: context.settings.lossAfterRecount,
    why: 'once two counts agree (assumed)',
    saga: 'recount-stock',
    undo: 'The count order can be cancelled until somebody has counted.',
    done: 'A recount has been ordered already.',
  });

const weighFreezing = (context: StockContext): Alternative =>
  weighActing(context, {
    key: 'freeze',
    title: `Freeze ${context.facts.item} at ${context.facts.site}`,
    costUsd: context.settings.freezeUsd,
    effect: 'Nothing more is promised from it until it is released.',
    loss: context.settings.lossWhenFrozen,
    why: 'orders that wait meanwhile (assumed)',
    saga: 'freeze-stock',
    undo: 'The freeze can be released at any time, free of charge.',
    done: 'The stock is frozen already.',
  });

function weighAdjusting(context: StockContext): Alternative {
  const { facts, settings, carried } = context;
  const twice = carried.includes('recount-stock');
  return weighActing(context, {
    key: 'adjust',
    title: `Set the ledger of ${facts.item} at ${facts.site} to ${amount(facts.physical.quantity, facts.unit)}`,
    costUsd: 0,
    effect: 'The books say what was counted.',
    loss: twice ? settings.countWrongTwice : settings.countWrong,
    why: twice ? 'that a recount is wrong too (assumed)' : 'that the count is the wrong figure (assumed)',
    saga: 'adjust-ledger',
    undo: 'A counter-posting reverses it until the period is closed.',
    done: 'The ledger has been adjusted already.',
  });
}

function reasonOf({ facts, settings }: StockContext, alternatives: Alternative[], chosen: Alternative): Reason {
  const others = alternatives.filter((other) => other !== chosen);
  const wait = alternatives[0]?.riskLeftUsd ?? null;
  const saved =
    wait !== null && chosen.riskLeftUsd !== null && chosen.key !== 'wait'
      ? `Saves ${usd(wait - chosen.riskLeftUsd)} of risk for ${usd(chosen.costUsd)}. `
      : '';
  const unknown =
    facts.valueUsd !== null
      ? ''
      : facts.unitCostUsd === null
        ? ' Nobody has told the unit cost, so its value is not known.'
        : ` The difference comes to ${BEYOND}.`;
  return {
    sentence: `${saved}${chosen.service.words}${unknown}`,
    versus: others.map((other) => ({ key: other.key, sentence: versusWords(chosen, other) })),
    wouldChangeIf: null,
    assumptions: [
      `A recount costs ${usd(settings.recountUsd)}, a freeze ${usd(settings.freezeUsd)}.`,
      `Of two figures that disagree, the count is the wrong one in ${percent(settings.countWrong)} of cases; after a recount in ${percent(settings.countWrongTwice)}.`,
      `Figures left apart cost their difference in ${percent(settings.lossIfLeft)} of cases.`,
    ],
  };
}

function evidenceOf(facts: StockFacts): Evidence {
  const { valueUsd, percent: apart, tolerance } = facts;
  return {
    risk: {
      factors: [
        {
          name: 'value',
          share: valueUsd === null ? 0.5 : valueShare(valueUsd),
          max: 60,
          words:
            valueUsd !== null
              ? `${usd(valueUsd)} between the two figures`
              : facts.unitCostUsd === null
                ? 'the unit cost is not known'
                : BEYOND,
        },
        {
          name: 'gap',
          share: apart / 100,
          max: 40,
          words: `${figure(Math.round(apart * 10) / 10)} % of the ledger; ${figure(tolerance.percent)} % is tolerated`,
        },
      ],
    },
    valueUsd,
    critical: false,
    singleSource: false,
    supplierRecordLines: 0,
    untrusted: false,
  };
}
