import { computeFeatures } from '../../events/features/index.ts';
import {
  coldChainFactsSchema,
  type FeatureFacts,
  type FeatureReading,
  stockFactsSchema,
} from '../../events/features/schema.ts';
import { factsForProposalSchema } from '../../events/world/schema.ts';
import { coldChainFactsSchema as coldChainCaseSchema, judgeExposure } from './cold-chain/index.ts';
import type { StoredContext } from './define-agent.ts';

const NOTHING: FeatureFacts = { deliveries: null, stock: null, excursion: null };

/** The facts in what an agent was asked with, as features are computed from them. */
function factsOf(context: StoredContext): FeatureFacts {
  const { facts } = context as { facts?: unknown };
  switch (context.agent.name) {
    case 'supplier-delay':
      return { ...NOTHING, deliveries: factsForProposalSchema.parse(facts) };
    case 'stock-discrepancy':
      return { ...NOTHING, stock: stockFactsSchema.parse(facts) };
    case 'cold-chain':
      return { ...NOTHING, excursion: { ...coldChainFactsSchema.parse(facts), ...unmeasuredOf(context, facts) } };
    default:
      return NOTHING;
  }
}

/** What of an excursion nobody measured; nothing while its sensors are heard. */
function unmeasuredOf({ worldAt }: StoredContext, facts: unknown): { unmeasuredMinutes?: number } {
  const { measured, most } = judgeExposure(coldChainCaseSchema.parse(facts), new Date(worldAt));
  return most > measured ? { unmeasuredMinutes: Math.round((most - measured) * 10) / 10 } : {};
}

/** The feature values that an agent was handed, as its stored context has them. */
export const readFeatures = (context: StoredContext): FeatureReading[] => computeFeatures(factsOf(context));
