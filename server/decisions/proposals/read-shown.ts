import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import type { Proposal } from '../../db/generated/client.ts';
import { gateWords } from '../policies/index.ts';
import type { Shown } from './rules.ts';
import {
  alternativeKeySchema,
  alternativeSchema,
  policyRuleSchema,
  reasonSchema,
  riskFactorSchema,
  verdictSchema,
} from './schema.ts';

/** The alternatives as a proposal stores them. */
export const alternativesSchema = z.array(alternativeSchema);
const factorsSchema = z.array(riskFactorSchema);
const rulesSchema = z.array(policyRuleSchema);

/**
 * What a stored proposal shows, parsed on its way out of the store.
 * @throws DomainError `conflict` when what is stored cannot be read: nobody decides on what cannot be shown.
 */
export function readShown(row: Omit<Proposal, 'context'>): Shown {
  try {
    return parseShown(row);
  } catch (error) {
    throw new DomainError('conflict', 'What is stored of this proposal cannot be read. Have the case read again.', {
      cause: error,
    });
  }
}

function parseShown(row: Omit<Proposal, 'context'>): Shown {
  const verdict = verdictSchema.parse(row.verdict);
  const rules = rulesSchema.parse(row.policyRules);
  const seatRole = row.seatRole === 'planner' ? 'planner' : 'approver';
  const { policyVersion, seatsNeeded } = row;
  return {
    alternatives: alternativesSchema.parse(row.alternatives),
    chosen: alternativeKeySchema.parse(row.chosen),
    reason: reasonSchema.parse(row.reason),
    risk: { score: row.riskScore, factors: factorsSchema.parse(row.riskFactors) },
    gate: {
      verdict,
      policyVersion,
      rules,
      seatsNeeded,
      seatRole,
      words: gateWords({ verdict, rules, seatsNeeded, seatRole }),
    },
    factsVersion: row.factsVersion,
  };
}
