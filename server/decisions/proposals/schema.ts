import { z } from 'zod';
import { OVERRIDE_CODES, REASON, REJECT_CODES } from './constants.ts';

const instant = z.iso.datetime({ offset: true });
const usd = z.number();

/** The freest rung that policy allows; `deny` is the least free. */
export const verdictSchema = z.enum(['deny', 'escalate', 'approve', 'auto']);
export type Verdict = z.infer<typeof verdictSchema>;

/** One line of arithmetic on the card: label, how it was worked out, what came out. */
export const sumSchema = z.object({ label: z.string(), working: z.string(), result: z.string() });
export type Sum = z.infer<typeof sumSchema>;

/** What a saga that moves a late shipment is started with: facts only, so that a step never looks anything up. */
export const sagaInputSchema = z.object({
  shipment: z.string(),
  orderNumber: z.string(),
  supplier: z.string(),
  toSupplier: z.string().nullable(),
  item: z.string(),
  origin: z.string(),
  destination: z.string(),
  mode: z.string(),
  quantity: z.number(),
  lines: z.array(z.object({ orderNumber: z.string(), lineNumber: z.string(), item: z.string(), quantity: z.number() })),
  weightKg: z.number().nullable(),
  arrival: instant,
  previousArrival: instant,
  customers: z.array(z.string()),
  costUsd: usd,
});
export type SagaInput = z.infer<typeof sagaInputSchema>;

/** Goods held for a quality review when they arrive. `subject` is what they travel in: container, shipment, lot. */
export const holdInputSchema = z.object({
  subject: z.string(),
  site: z.string().nullable(),
  reason: z.string(),
  goods: z.array(z.object({ item: z.string(), quantity: z.number(), unit: z.string() })),
  costUsd: usd,
});
export type HoldInput = z.infer<typeof holdInputSchema>;

/** A carrier is asked to bring a unit back into its band. Degrees Celsius; a bound that nobody told is null. */
export const setPointInputSchema = z.object({
  subject: z.string(),
  lowCelsius: z.number().nullable(),
  highCelsius: z.number().nullable(),
  observedCelsius: z.number(),
  costUsd: usd,
});
export type SetPointInput = z.infer<typeof setPointInputSchema>;

/** Stock of one item at one site whose figures disagree: recounted, frozen, or put right in the ledger. */
export const stockInputSchema = z.object({
  item: z.string(),
  site: z.string(),
  unit: z.string(),
  ledger: z.number(),
  counted: z.number(),
  reason: z.string(),
  costUsd: usd,
});
export type StockInput = z.infer<typeof stockInputSchema>;

/** A saga by name with what it is started with. Names are stored with decisions: they stay readable for ever. */
export const sagaSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('expedite-by-air'), input: sagaInputSchema }),
  z.object({ name: z.literal('split-to-supplier'), input: sagaInputSchema }),
  z.object({ name: z.literal('hold-goods'), input: holdInputSchema }),
  z.object({ name: z.literal('correct-set-point'), input: setPointInputSchema }),
  z.object({ name: z.literal('recount-stock'), input: stockInputSchema }),
  z.object({ name: z.literal('freeze-stock'), input: stockInputSchema }),
  z.object({ name: z.literal('adjust-ledger'), input: stockInputSchema }),
]);
export type ChosenSaga = z.infer<typeof sagaSchema>;
export type SagaName = ChosenSaga['name'];

export const ALTERNATIVE_KEYS = [
  'wait',
  'expedite',
  'split',
  'hold',
  'set-point',
  'recount',
  'freeze',
  'adjust',
] as const;
export const alternativeKeySchema = z.enum(ALTERNATIVE_KEYS);
export type AlternativeKey = z.infer<typeof alternativeKeySchema>;

export const alternativeSchema = z.object({
  key: alternativeKeySchema,
  /** "Expedite 3,200 packs by air" */
  title: z.string(),
  costUsd: usd,
  /** World times. Null when the store holds no fact to estimate from. */
  arrival: z.object({ expected: instant, earliest: instant, latest: instant }).nullable(),
  service: z.object({ linesInTime: z.number(), lines: z.number(), words: z.string() }),
  /** Value still at risk with this alternative: value × probability of missing the breach time. Null: nobody knows the value. */
  riskLeftUsd: usd.nullable(),
  missProbability: z.number().min(0).max(1),
  reversible: z.object({
    kind: z.enum(['nothing-to-undo', 'yes', 'partly', 'no']),
    untilHours: z.number().nullable(),
    feeUsd: usd,
    words: z.string(),
  }),
  /** Supplier changes and the like that policy must see. */
  switchesSupplier: z.boolean(),
  saga: sagaSchema.nullable(),
  sums: z.array(sumSchema),
  /** What a person may change, within bounds. */
  parameters: z.object({
    quantity: z.object({ value: z.number(), min: z.number(), max: z.number() }).nullable(),
    mode: z.object({ value: z.string(), options: z.array(z.string()) }).nullable(),
    date: z.object({ value: z.iso.date(), min: z.iso.date(), max: z.iso.date() }).nullable(),
    supplier: z.object({ value: z.string(), options: z.array(z.string()) }).nullable(),
  }),
  /** Why this cannot be chosen, or null. */
  unavailable: z.string().nullable(),
});
export type Alternative = z.infer<typeof alternativeSchema>;

export const reasonSchema = z.object({
  /** Contrastive: "Saves $214k of risk for $18.9k; split to CIPLA is $6k cheaper but arrives 9 d later." */
  sentence: z.string(),
  versus: z.array(z.object({ key: alternativeKeySchema, sentence: z.string() })),
  /** "Would change if air freight passed $31/kg." */
  wouldChangeIf: z.string().nullable(),
  assumptions: z.array(z.string()),
});
export type Reason = z.infer<typeof reasonSchema>;

export const riskFactorSchema = z.object({
  name: z.string(),
  words: z.string(),
  points: z.number().int(),
  max: z.number().int(),
});
export type RiskFactor = z.infer<typeof riskFactorSchema>;

export const policyRuleSchema = z.object({
  id: z.string(),
  effect: z.enum(['permit', 'forbid']),
  rung: verdictSchema,
  words: z.string(),
});
export type PolicyRule = z.infer<typeof policyRuleSchema>;

/** What a person changes. Only members that the alternative offers in `parameters` may be given. */
export const changeSchema = z.object({
  alternative: alternativeKeySchema,
  quantity: z.number().positive().optional(),
  mode: z.string().optional(),
  date: z.iso.date().optional(),
  supplier: z.string().optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** Names what was on the screen, so that nobody acts on something else. */
export const shownSchema = z.object({ proposalId: z.uuid(), shownHash: z.string().regex(/^[0-9a-f]{64}$/) });
export const approveInput = shownSchema.extend({ note: z.string().max(2000).optional() });
export const previewInput = z.object({ proposalId: z.uuid(), change: changeSchema });
export const modifyInput = shownSchema.extend({ change: changeSchema, note: z.string().trim().max(2000).optional() });
export const overrideInput = shownSchema.extend({
  change: changeSchema,
  code: z.enum(Object.keys(OVERRIDE_CODES) as [keyof typeof OVERRIDE_CODES]),
  text: z.string().trim().min(REASON.least, REASON.words).max(REASON.most),
});
export const rejectInput = shownSchema.extend({
  code: z.enum(Object.keys(REJECT_CODES) as [keyof typeof REJECT_CODES]),
  text: z.string().trim().min(REASON.least, REASON.words).max(REASON.most),
});

/** What the giver of an approval had lost when the decision was to be made. */
export const lapseSchema = z.enum(['account-off', 'role', 'region']);
export type Lapse = z.infer<typeof lapseSchema>;

/** A proposal as screens show it. */
export const proposalViewSchema = z.object({
  id: z.string(),
  revision: z.number().int(),
  state: z.enum(['open', 'decided', 'superseded', 'withdrawn']),
  proposer: z.object({ kind: z.enum(['agent', 'person']), id: z.string(), name: z.string() }),
  agent: z.object({ name: z.string(), version: z.string() }),
  chosen: alternativeKeySchema,
  alternatives: z.array(alternativeSchema),
  reason: reasonSchema,
  override: z.object({ code: z.string(), text: z.string() }).nullable(),
  risk: z.object({ score: z.number().int(), factors: z.array(riskFactorSchema) }),
  gate: z.object({
    verdict: verdictSchema,
    policyVersion: z.number().int(),
    rules: z.array(policyRuleSchema),
    seatsNeeded: z.number().int(),
    seatRole: z.string(),
    seats: z.array(z.object({ userId: z.string(), name: z.string(), at: instant, note: z.string().nullable() })),
    /** Approvals that no longer counted when the decision was to be made, each with why. */
    revoked: z.array(
      z.object({ userId: z.string(), name: z.string(), at: instant, note: z.string().nullable(), words: z.string() }),
    ),
    /** One sentence: "Approve by one person: premium freight over $2,000." */
    words: z.string(),
  }),
  shownHash: z.string(),
  worldAt: instant,
  createdAt: instant,
});
export type ProposalView = z.infer<typeof proposalViewSchema>;

/** The answer of a live re-score: the proposal as it would be, gated, not yet stored. */
export const previewSchema = z.object({
  alternative: alternativeSchema,
  reason: reasonSchema,
  risk: proposalViewSchema.shape.risk,
  gate: proposalViewSchema.shape.gate,
});
export type Preview = z.infer<typeof previewSchema>;

/** A proposal as `GET /proposals` gives it. Fields are added, never taken away or renamed. */
export const publishedProposalSchema = z.strictObject({
  id: z.string(),
  disruptionId: z.string(),
  region: z.string(),
  revision: z.number().int(),
  proposerKind: z.enum(['agent', 'person']),
  proposerId: z.string(),
  agent: z.string(),
  agentVersion: z.string(),
  state: z.string().describe('open, decided, superseded, withdrawn'),
  factsVersion: z.number().int(),
  chosen: z.string().describe('`key` of one of the alternatives'),
  alternatives: z.array(
    z.strictObject({
      key: z.string(),
      title: z.string(),
      costUsd: z.number(),
      riskLeftUsd: z.number().nullable(),
      arrival: instant.nullable().describe('World time at which the goods are expected'),
      saga: z.string().nullable().describe('Action that it would run'),
    }),
  ),
  overrideCode: z.string().nullable(),
  riskScore: z.number().int(),
  verdict: z.string().describe('deny, escalate, approve, auto'),
  policyVersion: z.number().int(),
  seatsNeeded: z.number().int().describe('Approvals that it needs'),
  seatRole: z.string().describe('Least authority of whoever approves'),
  seats: z.array(z.strictObject({ userId: z.string(), at: instant })).describe('Approvals given'),
  worldAt: instant,
  createdAt: instant,
  dueAt: instant.nullable(),
});
export type PublishedProposal = z.infer<typeof publishedProposalSchema>;

/** A decision as `GET /decisions` gives it. Fields are added, never taken away or renamed. */
export const publishedDecisionSchema = z.strictObject({
  id: z.string(),
  proposalId: z.string(),
  disruptionId: z.string(),
  region: z.string(),
  kind: z.string().describe('auto, approve, reject, deny'),
  change: z.string().describe('unchanged, modified, overridden'),
  actors: z.array(z.strictObject({ id: z.string() })).describe('People behind it; none where policy decided alone'),
  reasonCode: z.string().nullable(),
  policyVersion: z.number().int(),
  verdict: z.string(),
  saga: z.string().nullable().describe('Action that carries it out'),
  decidedAt: instant,
  worldAt: instant,
});
export type PublishedDecision = z.infer<typeof publishedDecisionSchema>;
