import { daysBetween } from '../../../core/words.ts';
import type { Alternative } from '../../proposals/schema.ts';
import { after, latenessOfMode, survivesWaiting } from './estimate-arrival.ts';
import { stillWaitedFor } from './find-candidates.ts';
import type { CaseLine, ProposalContext } from './schema.ts';
import { supplyInput } from './weigh-coverage.ts';

export type RiskDay = { day: string; nothingDoneUsd: number; proposalUsd: number };

/** Chance that what an alternative moves is still not there at an instant. */
function stillMoving(context: ProposalContext, alternative: Alternative, line: CaseLine, at: string): number {
  const input = supplyInput(alternative);
  if (!input) return 1;
  if (input.toSupplier) return stillWaitedFor(context, input.toSupplier, line, daysBetween(context.worldAt, at));
  return at < input.arrival ? 1 : latenessOfMode(context, line, input.mode, daysBetween(input.arrival, at)).p;
}

/**
 * Value expected to be still undelivered at the end of each of the next days: with nothing done, and with an alternative.
 * From the same records as the chances on the card. Empty when no record tells anything.
 * @param days how many days from the context's world time.
 */
export function projectRisk(context: ProposalContext, alternative: Alternative, days: number): RiskDay[] {
  if (!context.facts.lanes.length) return [];
  const moved = new Map(
    supplyInput(alternative)?.lines.map((line) => [`${line.orderNumber}|${line.lineNumber}`, line.quantity]) ?? [],
  );
  return Array.from({ length: days }, (_, n) => {
    const at = after(context.worldAt, n + 1);
    let nothing = 0;
    let proposal = 0;
    for (const line of context.lines) {
      const waiting = survivesWaiting(context, line, daysBetween(line.dueAt, at)).p;
      const share = Math.min(1, (moved.get(`${line.orderNumber}|${line.lineNumber}`) ?? 0) / line.quantity);
      const moving = share > 0 ? stillMoving(context, alternative, line, at) : 0;
      nothing += line.valueUsd * waiting;
      proposal += line.valueUsd * (share * moving + (1 - share) * waiting);
    }
    return { day: at.slice(0, 10), nothingDoneUsd: Math.round(nothing), proposalUsd: Math.round(proposal) };
  });
}
