import { MODELS } from './constants.ts';
import type { ModelEntry, ModelState } from './schema.ts';

/** An agent or other model by name and version. */
export type ModelName = { name: string; version: string };

/** A model that is needed and may not be used; `status` null when the catalogue does not have it. */
export type Unusable = ModelName & { status: Exclude<ModelState, 'listed'> | null; reason: string | null };

/** The models that an agent of a version needs: its own entry, and all that it uses. */
export const neededBy = (agent: ModelName, models: readonly ModelEntry[] = MODELS): ModelName[] => [
  { name: agent.name, version: agent.version },
  ...models
    .filter(({ name, usedBy }) => name !== agent.name && usedBy.includes(agent.name))
    .map(({ name, version }) => ({ name, version })),
];

const STATE_WORDS = { draft: 'still a draft', suspended: 'suspended', retired: 'retired' } as const;

/** "model lateness-estimate 1.0.0 is suspended (reason)". */
export const whyUnusable = ({ name, version, status, reason }: Unusable): string =>
  `model ${name} ${version} is ${status ? STATE_WORDS[status] : 'not in the catalogue'}${reason ? ` (${reason.replace(/\.$/, '')})` : ''}`;

/** What a case says whose agent may not answer. */
export const heldWords = (unusable: readonly Unusable[]): string =>
  `No proposal: ${unusable.map(whyUnusable).join(' and ')}. Until that changes nothing can be approved here; what is done outside shows as its facts come in.`;

/** What people change a status to, and from what. */
export const STATUS_CHANGES = {
  suspended: { from: 'listed', action: 'model.suspended', verb: 'suspended' },
  listed: { from: 'suspended', action: 'model.resumed', verb: 'resumed' },
} as const;

/** Why the status of a model cannot be changed so, or null. */
export function changeRefusal(to: keyof typeof STATUS_CHANGES, status: string): string | null {
  const { from, verb } = STATUS_CHANGES[to];
  return status === from ? null : `Only a ${from} model can be ${verb}; this one is ${status}.`;
}
