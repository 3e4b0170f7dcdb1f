import type { ModelView } from '../../server/decisions/models/schema.ts';
import type { FeatureValueView } from '../../server/events/features/schema.ts';

/** The status of a model as it stands in a sentence. */
export const STATUS_WORDS: Record<ModelView['status'], string> = {
  draft: 'draft, may not be used',
  listed: 'listed',
  suspended: 'suspended, may not be used',
  retired: 'retired, may not be used',
};

/** Who or what a value is about: "Goa plant → Kenya by ocean", "Test kit · Acme". */
export function subjectWords({ feature, subject }: Pick<FeatureValueView, 'feature' | 'subject'>): string {
  if (!feature.startsWith('lane.')) return subject.map((part) => part ?? 'any').join(' · ');
  const [origin, destination, mode] = subject;
  if (!origin && !destination) return `all lanes by ${mode}`;
  return `${origin ?? 'all origins'} → ${destination ?? 'anywhere'} by ${mode}`;
}

/** Where a model or feature stands on the console. */
export const modelHref = ({ name, version }: { name: string; version: string }): string =>
  `/agents/models/${encodeURIComponent(name)}/${encodeURIComponent(version)}`;
export const featureHref = (name: string): string => `/agents/features/${encodeURIComponent(name)}`;
