import { count, day, lastDay, percent, usd } from '../../../core/words.ts';
import type { Alternative } from '../../proposals/schema.ts';
import { arrivalWaiting, breachOf, missWaiting } from './estimate-arrival.ts';
import type { ProposalContext } from './schema.ts';
import { caseValue, firstDue, weighCoverage } from './weigh-coverage.ts';

/** Doing nothing: costs nothing, and leaves what the lane's record of lateness says. */
export function weighWaiting(context: ProposalContext): Alternative {
  const line = firstDue(context.lines);
  const miss = missWaiting(context, line);
  const expected = arrivalWaiting(context, line);
  const weighed = weighCoverage(context, new Map(), () => 1);
  const value = caseValue(context.lines);
  return {
    key: 'wait',
    title: 'Wait for the delivery',
    costUsd: 0,
    arrival: expected?.arrival ?? null,
    ...weighed,
    reversible: {
      kind: 'nothing-to-undo',
      untilHours: null,
      feeUsd: 0,
      words: 'Nothing is done, so nothing needs undoing.',
    },
    switchesSupplier: false,
    saga: null,
    sums: [
      {
        label: `Chance of missing ${lastDay(breachOf(context, line))}`,
        working: miss.working,
        result: percent(miss.p),
      },
      ...(expected
        ? [
            {
              label: 'Arrival',
              working: `median of ${count(expected.n)} late deliveries at least as late, ${expected.words}`,
              result: day(expected.arrival.expected),
            },
          ]
        : []),
      {
        label: 'Risk left',
        working: `${usd(value)} × ${percent(weighed.missProbability)}`,
        result: usd(weighed.riskLeftUsd),
      },
    ],
    parameters: { quantity: null, mode: null, date: null, supplier: null },
    unavailable: null,
  };
}
