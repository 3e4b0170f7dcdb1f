import { invalid } from '../../../core/errors.ts';
import type { Alternative, Change } from '../../proposals/schema.ts';
import { type ProposalDraft, propose } from './propose.ts';
import type { ProposalContext } from './schema.ts';

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

/**
 * Weighs the case again with one alternative changed by a person and chosen, from the context as stored.
 * @returns the context with the change in it (stored with the new revision) and the draft it gives.
 * @throws DomainError `invalid` when the change is not offered or breaks a bound.
 */
export function applyChange(
  stored: ProposalContext,
  change: Change,
): { context: ProposalContext; draft: ProposalDraft } {
  const { change: _earlier, ...base } = stored;
  const offered = propose(base).alternatives.find(({ key }) => key === change.alternative);
  if (!offered) throw invalid('There is no such alternative.', { alternative: 'Choose one of those on the card.' });
  checkBounds(offered, change);
  const context = { ...base, change };
  const draft = propose(context);
  const chosen = draft.alternatives.find(({ key }) => key === change.alternative);
  if (chosen?.unavailable)
    throw invalid(`This cannot be chosen: ${chosen.unavailable}`, { alternative: chosen.unavailable });
  return { context, draft };
}
