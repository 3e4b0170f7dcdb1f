import type { ProposalView } from '../../server/decisions/proposals/schema.ts';
import { Money } from '../ui/money.tsx';
import { Quoted } from '../ui/quoted.tsx';
import { Section } from '../ui/section.tsx';
import { WorldTime } from '../ui/times.tsx';
import { VerdictMark } from '../ui/verdict-mark.tsx';
import classes from './card.module.css';
import { spreadWords } from './compare-alternatives.ts';

const proposerWords = ({ proposer, agent, revision, state }: ProposalView): string => {
  const by = proposer.kind === 'agent' ? `agent ${agent.name} ${agent.version}` : proposer.name;
  return `by ${by}, revision ${revision}${state === 'withdrawn' ? '; withdrawn' : ''}`;
};

/** What is proposed: what, when it arrives, what it costs, who has to release it. */
export function Proposed({ proposal, closed }: { proposal: ProposalView | null; closed: boolean }) {
  const chosen = proposal?.alternatives.find((a) => a.key === proposal.chosen);
  if (!proposal || !chosen) {
    return (
      <Section title="Proposed">
        <p>
          {closed
            ? 'Nothing stood proposed when the case closed.'
            : 'Nothing is proposed. A proposal appears here when the agent has compared the alternatives.'}
        </p>
      </Section>
    );
  }
  const { arrival } = chosen;
  const spread = arrival && spreadWords(arrival);
  return (
    <Section title="Proposed" aside={proposerWords(proposal)}>
      <p className={classes.proposed}>
        <strong>{chosen.title}</strong>
        {arrival && (
          <span>
            arrives <WorldTime at={arrival.expected} date />
            {spread && ` (${spread})`}
          </span>
        )}
        <span>{chosen.costUsd > 0 ? <Money usd={chosen.costUsd} /> : 'no cost'}</span>
        <VerdictMark
          verdict={proposal.gate.verdict}
          seats={{ given: proposal.gate.seats.length, needed: proposal.gate.seatsNeeded }}
        />
        <span className={classes.quiet}>risk {proposal.risk.score} of 100</span>
      </p>
      {!arrival && (
        <p className={classes.quiet}>
          {chosen.service.lines === 0 ? chosen.service.words : 'No fact in the store tells when it would arrive.'}
        </p>
      )}
      {proposal.override && (
        <Quoted text={proposal.override.text} source={`${proposal.proposer.name}, who overrode the agent`} />
      )}
    </Section>
  );
}
