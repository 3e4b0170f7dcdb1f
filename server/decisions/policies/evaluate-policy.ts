import {
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import { sha256 } from '../../core/canonical.ts';
import { invalid } from '../../core/errors.ts';
import { verdictSchema } from '../proposals/schema.ts';
import { POLICY_SCHEMA } from './constants.ts';
import {
  climbLadder,
  escalated,
  type PolicyAnswer,
  type PolicyQuestion,
  RUNGS,
  type RuleText,
  type RungAnswer,
  SEAT_ROLES,
} from './rules.ts';

/** A policy set that Cedar has parsed and holds under `name`; asking it is then a fraction of a millisecond. */
export type PolicySet = { version: number; name: string; rules: ReadonlyMap<string, RuleText> };

const SCHEMA_NAME = 'holdpoint';
const parsed = new Map<string, ReadonlyMap<string, RuleText>>();
let schemaReady = false;

/** One rule from its Cedar text; refuses what a card could not explain. */
function ruleOf(text: string): RuleText {
  const answer = policyToJson(text);
  if (answer.type === 'failure')
    throw invalid(`A rule cannot be read: ${answer.errors[0]?.message ?? 'unknown error'}.`);
  const { annotations = {}, effect } = answer.json;
  const { id, words } = annotations;
  if (!id || !words) throw invalid('Each rule needs @id and @words.');
  const rung = verdictSchema.safeParse(annotations.rung);
  if (!rung.success) throw invalid(`Rule ${id}: @rung is one of auto, approve, escalate, deny.`);
  const role = SEAT_ROLES.find((name) => name === annotations.role) ?? null;
  const seats = annotations.seats === undefined ? null : Number(annotations.seats);
  const gated = effect === 'permit' && (rung.data === 'approve' || rung.data === 'escalate');
  if (gated && (!role || seats === null || !Number.isInteger(seats) || seats < 1 || seats > 5)) {
    throw invalid(`Rule ${id}: a permit for people needs @seats (1 to 5) and @role (planner or approver).`);
  }
  if (effect === 'permit' && rung.data !== (answer.json.action.op === '==' ? actionOf(answer.json.action) : null)) {
    throw invalid(`Rule ${id}: @rung and the action it permits must be the same.`);
  }
  return { id, effect, rung: rung.data, words, seats, role, text };
}

const actionOf = (constraint: object): string | null => {
  if (!('entity' in constraint)) return null;
  const entity = constraint.entity as { type?: string; id?: string; __entity?: { id: string } };
  return entity.__entity?.id ?? entity.id ?? null;
};

/**
 * Parses and checks a policy set against the schema; done once a text, so that asking is cheap.
 * @throws DomainError `invalid` when the text does not parse, breaks the schema or lacks an annotation.
 */
export function loadPolicySet(version: number, text: string): PolicySet {
  const name = sha256(Buffer.from(text, 'utf8')).toString('hex');
  const known = parsed.get(name);
  if (known) return { version, name, rules: known };
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure')
    throw invalid(`The policy text cannot be read: ${parts.errors[0]?.message ?? 'unknown error'}.`);
  if (parts.policy_templates.length) throw invalid('Policy templates are not used here.');
  const list = parts.policies.map(ruleOf);
  const rules = new Map(list.map((rule) => [rule.id, rule]));
  if (rules.size !== list.length) throw invalid('Two rules share one @id.');
  const policies = { staticPolicies: Object.fromEntries(list.map((rule) => [rule.id, rule.text])) };
  const checked = validate({ schema: POLICY_SCHEMA, policies });
  const wrong = checked.type === 'failure' ? checked.errors[0]?.message : checked.validationErrors[0]?.error.message;
  if (wrong) throw invalid(`The policy text does not fit the schema: ${wrong}.`);
  if (!schemaReady) {
    if (preparseSchema(SCHEMA_NAME, POLICY_SCHEMA).type === 'failure')
      throw invalid('The policy schema does not parse.');
    schemaReady = true;
  }
  if (preparsePolicySet(name, policies).type === 'failure') throw invalid('The policy text cannot be prepared.');
  parsed.set(name, rules);
  return { version, name, rules };
}

/** USD as whole cents that Cedar's 64-bit Long and JSON both hold exactly; fractions round up, so a bound is never slipped under. */
const cents = (usd: number): number => Math.min(Math.ceil(Number((usd * 100).toFixed(4))), Number.MAX_SAFE_INTEGER);

/** Cost as a share of the value at risk, in basis points, rounded up. */
const shareOf = (costUsd: number, valueUsd: number): number => {
  if (costUsd <= 0) return 0;
  if (valueUsd <= 0) return 1_000_000;
  return Math.min(Math.ceil(Number(((costUsd / valueUsd) * 10_000).toFixed(4))), 1_000_000);
};

const attributesOf = (question: PolicyQuestion) => ({
  action: question.action,
  costCents: cents(question.costUsd),
  valueCents: cents(question.valueUsd),
  valueKnown: question.valueKnown,
  costShareBasisPoints: shareOf(question.costUsd, question.valueUsd),
  riskScore: Math.round(question.riskScore),
  reversible: question.reversible,
  critical: question.critical,
  switchesSupplier: question.switchesSupplier,
  singleSource: question.singleSource,
  supplierRecordLines: Math.floor(question.supplierRecordLines),
  untrustedEvidence: question.untrustedEvidence,
});

function askRung(set: PolicySet, question: PolicyQuestion, rung: (typeof RUNGS)[number]): RungAnswer {
  const resource = { type: 'Proposal', id: 'proposal' };
  const answer = statefulIsAuthorized({
    principal: { type: question.proposer.kind === 'agent' ? 'Agent' : 'User', id: question.proposer.id },
    action: { type: 'Action', id: rung },
    resource,
    context: {},
    preparsedSchemaName: SCHEMA_NAME,
    validateRequest: true,
    preparsedPolicySetId: set.name,
    entities: [{ uid: resource, attrs: attributesOf(question), parents: [] }],
  });
  if (answer.type === 'failure')
    return { rung, allowed: false, determining: [], errors: answer.errors.map((error) => error.message) };
  const { decision, diagnostics } = answer.response;
  return {
    rung,
    allowed: decision === 'allow',
    determining: [...diagnostics.reason].sort(),
    errors: diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`),
  };
}

/**
 * Asks a policy set about one proposal: the freest rung that a rule permits and none forbids.
 * Pure in its inputs. An error or a set that is not there is `escalate`, never `auto`.
 * @param set the loaded set, or null when the version is unknown.
 */
export function evaluatePolicy(set: PolicySet | null, question: PolicyQuestion): PolicyAnswer {
  if (!set) return escalated(0, 'No policy version is active');
  try {
    return climbLadder(
      RUNGS.map((rung) => askRung(set, question, rung)),
      set.rules,
      set.version,
    );
  } catch {
    return escalated(set.version, 'The policy set could not be evaluated');
  }
}
