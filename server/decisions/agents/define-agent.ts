import type { z } from 'zod';
import { invalid } from '../../core/errors.ts';
import type { Alternative, AlternativeKey, Change, Reason } from '../proposals/schema.ts';
import type { RiskInput } from '../risk/index.ts';

/** What risk and policy look at beside the chosen alternative. */
export type Evidence = {
  risk: RiskInput;
  /** Value at risk in USD; null when nobody knows it, and then a person decides. */
  valueUsd: number | null;
  critical: boolean;
  singleSource: boolean;
  /** Delivered lines of the supplier that would take over; 0 when it has no record or none takes over. */
  supplierRecordLines: number;
  /** Whether the choice hangs on evidence that nobody has checked. */
  untrusted: boolean;
};

/** What an agent answers: the alternatives, one chosen, why, and the evidence that risk and policy look at. */
export type ProposalDraft = {
  alternatives: Alternative[];
  chosen: AlternativeKey;
  reason: Reason;
  evidence: Evidence;
};

/** Value expected to be at risk at the end of a day: with nothing done, and with an alternative. */
export type RiskDay = { day: string; nothingDoneUsd: number; proposalUsd: number };

/** What every context has: who was asked, at what world time, and what a person changed. Plain JSON, stored whole. */
export type StoredContext = {
  agent: { name: string; version: string };
  worldAt: string;
  change?: Change | undefined;
  /** Sources the case stood on that had spent an error budget; the gate is stricter for it. Absent where there were none. */
  spentSources?: readonly { sourceId: string; name: string; words: string }[] | undefined;
};

/** An agent as the machinery of cases knows it: whatever it is handed is parsed first. */
export type Agent = {
  name: string;
  version: string;
  /** The kind of disruption it answers. */
  playbook: string;
  /** What it assumes; goes into the context of each proposal. */
  settings: object;
  /** @throws ZodError when the context is not what this agent is asked with. */
  propose(context: unknown): ProposalDraft;
  /**
   * Weighs the case again with one alternative changed by a person and chosen, from the context as stored.
   * @returns the context with the change in it (stored with the new revision) and the draft it gives.
   * @throws DomainError `invalid` when the change is not offered or breaks a bound.
   */
  applyChange(stored: unknown, change: Change): { context: StoredContext; draft: ProposalDraft };
  /** Value at risk by day, from the stored context; empty when the agent cannot tell it. */
  projectRisk(stored: unknown, alternative: Alternative, days: number): RiskDay[];
};

type Definition<Context extends StoredContext> = {
  name: string;
  version: string;
  playbook: string;
  settings: object;
  context: z.ZodType<Context>;
  propose(context: Context): ProposalDraft;
  projectRisk?(context: Context, alternative: Alternative, days: number): RiskDay[];
};

const WORDS = { quantity: 'quantity', mode: 'mode', date: 'arrival date', supplier: 'supplier' } as const;

/** Refuses a change that the alternative does not offer or that lies outside its bounds. */
function checkBounds(alternative: Alternative, change: Change): void {
  if (alternative.unavailable)
    throw invalid(`This cannot be chosen: ${alternative.unavailable}`, { alternative: alternative.unavailable });
  for (const name of ['quantity', 'mode', 'date', 'supplier'] as const) {
    if (change[name] !== undefined && !alternative.parameters[name]) {
      throw invalid(`${alternative.title}: the ${WORDS[name]} cannot be changed.`, { [name]: 'Not offered here.' });
    }
  }
  const { quantity } = alternative.parameters;
  if (quantity && change.quantity !== undefined && change.quantity < quantity.min) {
    throw invalid(`At least ${quantity.min} must move.`, { quantity: `At least ${quantity.min}.` });
  }
}

/** Makes an agent of its name, version, playbook, context and pure `propose`. */
export function defineAgent<Context extends StoredContext>(definition: Definition<Context>): Agent {
  const { name, version, playbook, settings, propose } = definition;
  const parse = (stored: unknown): Context => definition.context.parse(stored);
  return {
    name,
    version,
    playbook,
    settings,
    propose: (context) => propose(parse(context)),
    applyChange: (stored, change) => {
      const { change: _earlier, ...base } = parse(stored);
      const offered = propose(base as Context).alternatives.find(({ key }) => key === change.alternative);
      if (!offered) throw invalid('There is no such alternative.', { alternative: 'Choose one of those on the card.' });
      checkBounds(offered, change);
      const context = { ...base, change } as Context;
      const draft = propose(context);
      const chosen = draft.alternatives.find(({ key }) => key === change.alternative);
      if (chosen?.unavailable)
        throw invalid(`This cannot be chosen: ${chosen.unavailable}`, { alternative: chosen.unavailable });
      return { context, draft };
    },
    projectRisk: (stored, alternative, days) => definition.projectRisk?.(parse(stored), alternative, days) ?? [],
  };
}
