import { boundUsd } from '../../../core/bound-money.ts';
import { daysBetween, plural } from '../../../core/words.ts';
import type { Alternative, AlternativeKey } from '../../proposals/schema.ts';
import type { ProposalDraft } from '../define-agent.ts';
import { chooseLeast, giveReason } from './choose-alternative.ts';
import { laneLevels } from './estimate-share.ts';
import { candidatesOf, isSingleSource } from './find-candidates.ts';
import type { ProposalContext } from './schema.ts';
import { caseValue, firstDue, mainLine, supplyInput } from './weigh-coverage.ts';
import { weighExpediting } from './weigh-expediting.ts';
import { weighSplitting } from './weigh-splitting.ts';
import { weighWaiting } from './weigh-waiting.ts';

/**
 * The answer to a supplier delay: wait, expedite or split, weighed from the facts handed in. Pure: the same context gives
 * the same bytes. When the context carries a person's change, that alternative is weighed as changed and is the one chosen.
 * @throws DomainError `invalid` when a change breaks a bound.
 */
export function propose(context: ProposalContext): ProposalDraft {
  const change = context.change ?? null;
  const changed = (key: AlternativeKey) => (change?.alternative === key ? change : null);
  const alternatives = [
    weighWaiting(context),
    weighExpediting(context, changed('expedite')),
    weighSplitting(context, changed('split')),
  ];
  const chosen = change?.alternative ?? chooseLeast(alternatives);
  const reason = giveReason(context, alternatives, chosen);
  return { alternatives, chosen, reason, evidence: evidenceOf(context, alternatives, chosen) };
}

function evidenceOf(
  context: ProposalContext,
  alternatives: Alternative[],
  chosen: AlternativeKey,
): ProposalDraft['evidence'] {
  const main = mainLine(context.lines);
  const picked = alternatives.find(({ key }) => key === chosen);
  const chosenInput = picked && supplyInput(picked);
  const toSupplier = chosenInput?.toSupplier;
  const taker = candidatesOf(context).find(({ supplier }) => supplier === toSupplier);
  const critical = context.lines.find((line) => line.firstLine);
  const lane = laneLevels(context.facts.lanes, main.origin, main.destination, main.mode)
    .reverse()
    .find(({ row }) => row.shipments >= context.settings.minimumRecord);
  const due = firstDue(context.lines);
  const valueUsd = caseValue(context.lines);
  const singleSource = isSingleSource(context) ? { supplier: main.supplier, item: main.item } : null;
  const firstLine = critical
    ? `${critical.itemGroup}, ${plural(context.lines.filter((line) => line.firstLine).length, 'first-line item')}`
    : null;
  const risk = {
    valueUsd,
    daysLate: Math.max(0, daysBetween(due.dueAt, context.worldAt) + 1), // a begun day counts
    toleranceDays: context.settings.toleranceDays,
    missIfWaiting: alternatives.find(({ key }) => key === 'wait')?.missProbability ?? 1,
    singleSource,
    lane: lane ? { late: lane.row.late, shipments: lane.row.shipments, words: lane.words } : null,
    critical: firstLine,
  };
  return {
    risk,
    // Beyond the bound nobody knows it, and a person decides.
    valueUsd: boundUsd(valueUsd),
    critical: firstLine !== null,
    singleSource: singleSource !== null,
    supplierRecordLines: taker ? taker.facts.reduce((sum, row) => sum + row.lines, 0) : 0,
    untrusted: false,
  };
}
