import type { ModelEntry } from './schema.ts';

const DELAY = ['supplier-delay'];

/** Every model that this build may use. What is not listed here, or not listed in the store, is used by nobody. */
export const MODELS: readonly ModelEntry[] = [
  {
    name: 'supplier-delay',
    version: '1.0.0',
    kind: 'agent',
    purpose:
      'Answers a late shipment: weighs waiting, expediting and splitting to another supplier, and proposes the one that costs least in spend and risk left.',
    trainingData:
      'None of its own. It works from the features of the stream at the moment it is asked, and from assumptions that the card names.',
    measure:
      'Acceptance: of its proposals that people decided, the share approved as proposed. Shown with how many were changed or rejected.',
    limits:
      'Knows lanes, items and suppliers only as far as deliveries were recorded. Does not see stock, production plans or what a supplier said on the phone. Assumes door-to-door days and fees.',
    risk: 'A wrong answer spends freight in vain or lets a promise break. Spend is bounded by policy; large or irreversible answers wait for people; everything it proposes can be computed again.',
    owner: 'planning',
    usedBy: DELAY,
  },
  {
    name: 'lateness-estimate',
    version: '1.0.0',
    kind: 'estimator',
    purpose:
      'Chance that a line not delivered by now is still not delivered when its promise breaks, and when it is likely to come.',
    trainingData:
      'Lateness of every delivered line of the stream (feature lane.lateness), up to the moment of asking. Narrow records are pulled towards wider ones; before any record a chance of 40 % is assumed.',
    measure:
      'Mean squared error of the chance against what happened (0 is perfect, lower is better), beside that of always saying the average. Only closed cases in which nothing was done count, by their first proposal, if the promise was not broken by then.',
    limits:
      'Says what lanes did, not what this supplier will do. Blind to news, strikes and seasons. Thin lanes lean on the whole stream.',
    risk: 'Too low a chance lets a promise break unseen; too high a chance spends freight for nothing.',
    owner: 'logistics',
    usedBy: DELAY,
  },
  {
    name: 'freight-estimate',
    version: '1.0.0',
    kind: 'estimator',
    purpose:
      'What moving goods by a quicker mode costs: a rate per kg from the lane’s own bills times the weight of the packs.',
    trainingData:
      'Freight bills and weights of delivered lines of the stream (features lane.freight and item.weight), three bills or more.',
    measure:
      'How far the rate known before a delivery lies from the bill that came, as a share of the bill, at the median. Rates of a named lane only.',
    limits:
      'One rate a lane and mode, whatever the weight or season. No surcharges, no minimum charge. Not available before three bills.',
    risk: 'A rate that is too low passes a spending limit that the true bill would not; the bill is compared when it comes.',
    owner: 'logistics',
    usedBy: DELAY,
  },
  {
    name: 'lead-time-estimate',
    version: '1.0.0',
    kind: 'estimator',
    purpose: 'When an order placed now with another supplier would come.',
    trainingData:
      'Days from announcement to delivery of each item and supplier of the stream (feature item.lead-time). Before any record a chance of missing of 70 % is assumed.',
    measure: 'How far the median lead time known before a delivery lies from the days it took, in days, at the median.',
    limits:
      'Past lead times only; nothing of a supplier’s capacity now. Orders that came without announcement tell nothing.',
    risk: 'Too short a lead time moves an order to a supplier who cannot make it in time either.',
    owner: 'purchasing',
    usedBy: DELAY,
  },
  {
    name: 'cold-chain',
    version: '1.1.0',
    kind: 'agent',
    purpose:
      'Answers a temperature excursion: weighs doing nothing, holding the goods for review, and having the set-point corrected.',
    trainingData:
      'None. It works from the sensors’ readings and the goods on record, and from assumptions that the card names.',
    measure:
      'Acceptance: of its proposals that people decided, the share approved as proposed. Shown with how many were changed or rejected.',
    limits:
      'Sees temperature only, not what a laboratory would find, and nothing while its sensors are silent. Goods that nobody announced are unknown, and then a person decides.',
    risk: 'Spoilt goods may reach a patient if an excursion is made light of; good ones are held for nothing if not. Destruction is never proposed.',
    owner: 'quality',
    usedBy: ['cold-chain'],
  },
  {
    name: 'spoilage-estimate',
    version: '1.1.0',
    kind: 'estimator',
    purpose: 'Share of the goods taken to be spoilt by an excursion so far, if it goes on, and if it is corrected.',
    trainingData:
      'None: the share of the allowed time spent outside, halved while the mean kinetic temperature lies in the band (ICH Q1A; activation energy 83.144 kJ/mol). Time that nobody measured after a sensor outside fell silent counts as outside, and then nothing is halved.',
    measure:
      'The share estimated against the share a quality review later found spoilt. No review is recorded by a source yet.',
    limits:
      'One curve for all goods. Stability data of the product are not on record. Bounded to between 5 % and 95 %.',
    risk: 'Too low a share lets goods pass that a review would stop.',
    owner: 'quality',
    usedBy: ['cold-chain'],
  },
  {
    name: 'stock-discrepancy',
    version: '1.0.0',
    kind: 'agent',
    purpose:
      'Answers stock whose ledger and count disagree: weighs doing nothing, recounting, freezing the stock, and putting the ledger right.',
    trainingData:
      'None. It works from the two newest figures and their difference (feature stock.difference), and from assumptions that the card names.',
    measure:
      'Acceptance: of its proposals that people decided, the share approved as proposed. Shown with how many were changed or rejected.',
    limits:
      'Cannot tell which of two figures is wrong; a count is assumed wrong as often as the books. Money only where a unit cost was told.',
    risk: 'An adjustment of the ledger to a wrong count promises goods that are not there. Adjusting is gated by value, and a counter-posting undoes it.',
    owner: 'warehousing',
    usedBy: ['stock-discrepancy'],
  },
  {
    name: 'risk-score',
    version: '1.0.0',
    kind: 'scorer',
    purpose: 'How much is at stake in a case, 0 to 100: a sum of named factors that policy may look at.',
    trainingData:
      'None: fixed points, of which each factor counts its share. The chances in it come from the estimators.',
    measure:
      'How often a case that broke its promise had been scored above one that kept it (50 % is chance, 100 % perfect), over closed cases, by their first proposal.',
    limits: 'Weights were set by judgement, not fitted. Not comparable between playbooks.',
    risk: 'A score that is too low lets policy ask fewer people.',
    owner: 'planning',
    usedBy: ['supplier-delay', 'cold-chain', 'stock-discrepancy'],
  },
];

/** Why a person of some regions neither suspends nor resumes a model. */
export const EVERY_REGION =
  'A model serves every region, so it is suspended and resumed by somebody who sees them all.';
