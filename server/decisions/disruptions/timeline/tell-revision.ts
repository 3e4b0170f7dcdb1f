import { usd } from '../../../core/words.ts';
import type { RevisionHead } from './find-timeline.ts';

type Told = Pick<RevisionHead, 'title' | 'costUsd' | 'verdict' | 'riskScore' | 'policyVersion' | 'factsVersion'>;

/** What changed from one revision to the next, in a line: "cost $4,000 → $2,000, risk 62 → 58". */
export function tellRevision(before: Told, after: Told): string {
  const moved = [
    before.costUsd === after.costUsd ? null : `cost ${usd(before.costUsd)} → ${usd(after.costUsd)}`,
    before.riskScore === after.riskScore ? null : `risk ${before.riskScore} → ${after.riskScore}`,
    before.verdict === after.verdict ? null : `gate ${before.verdict} → ${after.verdict}`,
    before.policyVersion === after.policyVersion
      ? null
      : `policy version ${before.policyVersion} → ${after.policyVersion}`,
  ].filter((part) => part !== null);
  if (moved.length) return moved.join(', ');
  if (before.title !== after.title) return `in place of “${before.title}”`;
  return before.factsVersion === after.factsVersion ? 'the same answer, later' : 'the same answer to newer facts';
}
