import type { Alternative, AlternativeKey, Change } from '../../server/decisions/proposals/schema.ts';
import { formatCount, formatDate } from '../ui/format.ts';

/** What a person has typed for one alternative; a member that was not touched is missing. `quantity` may be emptied. */
export type Draft = { quantity?: number | ''; mode?: string; date?: string; supplier?: string };
export type Problems = Partial<Record<keyof Draft, string>>;

/**
 * draftProblems names each field of a draft that lies outside what the alternative offers, with the remedy.
 * @returns an empty record when the draft may be sent
 */
export function draftProblems({ parameters }: Alternative, draft: Draft): Problems {
  const problems: Problems = {};
  const { quantity, date, mode, supplier } = parameters;
  if (quantity && draft.quantity !== undefined) {
    const inside =
      Number.isInteger(draft.quantity) &&
      Number(draft.quantity) >= quantity.min &&
      Number(draft.quantity) <= quantity.max;
    if (!inside) problems.quantity = `Between ${formatCount(quantity.min)} and ${formatCount(quantity.max)}.`;
  }
  if (date && draft.date !== undefined && (draft.date < date.min || draft.date > date.max)) {
    problems.date = `Between ${formatDate(new Date(date.min))} and ${formatDate(new Date(date.max))}.`;
  }
  if (mode && draft.mode !== undefined && !mode.options.includes(draft.mode))
    problems.mode = 'Choose one of the modes.';
  if (supplier && draft.supplier !== undefined && !supplier.options.includes(draft.supplier)) {
    problems.supplier = 'Choose one of the suppliers.';
  }
  return problems;
}

/** draftChange is the change to send: the alternative, and of its parameters those that were given another value. */
export function draftChange({ key, parameters }: Alternative, draft: Draft): Change {
  const { quantity, mode, date, supplier } = parameters;
  return {
    alternative: key,
    ...(quantity && draft.quantity && draft.quantity !== quantity.value ? { quantity: draft.quantity } : {}),
    ...(mode && draft.mode && draft.mode !== mode.value ? { mode: draft.mode } : {}),
    ...(date && draft.date && draft.date !== date.value ? { date: draft.date } : {}),
    ...(supplier && draft.supplier && draft.supplier !== supplier.value ? { supplier: draft.supplier } : {}),
  };
}

/** isUnchanged tells whether a change is the proposal as it stands. */
export const isUnchanged = (change: Change, chosen: AlternativeKey): boolean =>
  change.alternative === chosen && Object.keys(change).length === 1;
