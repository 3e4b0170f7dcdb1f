import type { Card } from '../../server/decisions/disruptions/schema.ts';
import type { Alternative, Preview, ProposalView } from '../../server/decisions/proposals/schema.ts';
import { formatCount, formatDate, formatMoney } from '../ui/format.ts';
import { inTimeWords } from './compare-alternatives.ts';
import { VERDICT_WORDS } from './words.ts';

/** One figure before and after a change, worded; `same` when nothing moved. */
export type Change = { label: string; before: string; after: string; same: boolean };

const change = (label: string, before: string, after: string): Change => ({
  label,
  before,
  after,
  same: before === after,
});

const arrivalWords = (alternative: Alternative | undefined): string =>
  alternative?.arrival ? formatDate(new Date(alternative.arrival.expected)) : 'not known';

const chosenOf = (proposal: ProposalView): Alternative | undefined =>
  proposal.alternatives.find((a) => a.key === proposal.chosen);

const riskWords = ({ riskLeftUsd }: Alternative): string =>
  riskLeftUsd === null ? 'not known' : formatMoney(riskLeftUsd);

/** describePreview says what a person's change does to cost, arrival, risk and gate, before it is stored. */
export function describePreview(proposal: ProposalView, preview: Preview): Change[] {
  const before = chosenOf(proposal);
  const after = preview.alternative;
  return [
    change('Proposed', before?.title ?? 'nothing', after.title),
    change('Cost', before ? formatMoney(before.costUsd) : 'none', formatMoney(after.costUsd)),
    change('Arrives', arrivalWords(before), arrivalWords(after)),
    change('In time', before ? inTimeWords(before.service) : 'none', inTimeWords(after.service)),
    change('Risk left', before ? riskWords(before) : 'none', riskWords(after)),
    change('Risk score', String(proposal.risk.score), String(preview.risk.score)),
    change('Gate', VERDICT_WORDS[proposal.gate.verdict], VERDICT_WORDS[preview.gate.verdict]),
  ];
}

function proposalChanges(before: ProposalView, after: ProposalView): Change[] {
  const was = chosenOf(before);
  const is = chosenOf(after);
  return [
    change('proposal', was?.title ?? before.chosen, is?.title ?? after.chosen),
    change('cost', formatMoney(was?.costUsd ?? 0), formatMoney(is?.costUsd ?? 0)),
    change('arrival', arrivalWords(was), arrivalWords(is)),
    change('risk left', was ? riskWords(was) : 'none', is ? riskWords(is) : 'none'),
    change('gate', VERDICT_WORDS[before.gate.verdict], VERDICT_WORDS[after.gate.verdict]),
    change('policy', `version ${before.gate.policyVersion}`, `version ${after.gate.policyVersion}`),
  ];
}

/** changedUnderEyes tells whether the proposal now on the server is another than the one that was read. */
export const changedUnderEyes = (read: Card, now: Card): boolean =>
  read.proposal !== null && read.proposal.shownHash !== now.proposal?.shownHash;

/**
 * describeChange says, in the order of the card, what moved between the card that was read and the one there is now.
 * @returns sentences' parts such as "cost $18,900 → $21,300"; never empty when the hashes differ
 */
export function describeChange(read: Card, now: Card): string[] {
  const facts = [
    change('at risk', formatMoney(read.threatens.valueAtRiskUsd), formatMoney(now.threatens.valueAtRiskUsd)),
    change('lines', formatCount(read.threatens.lineCount), formatCount(now.threatens.lineCount)),
    change('severity', read.severity, now.severity),
  ];
  const moved = (read.proposal && now.proposal ? [...facts, ...proposalChanges(read.proposal, now.proposal)] : facts)
    .filter((c) => !c.same)
    .map((c) => `${c.label} ${c.before} → ${c.after}`);
  if (read.proposal && !now.proposal) return ['the proposal was withdrawn', ...moved];
  return moved.length > 0 ? moved : ['the details of the proposal'];
}
