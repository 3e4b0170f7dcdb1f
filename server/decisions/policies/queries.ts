import type { Tx } from '../../db/transaction.ts';
import { loadPolicySet, type PolicySet } from './evaluate-policy.ts';

/** The active policy set, ready to be asked, or null when no version is active or its text no longer loads. */
export async function findActivePolicySet(tx: Pick<Tx, 'policy'>): Promise<PolicySet | null> {
  const row = await tx.policy.findFirst({
    where: { state: 'active' },
    orderBy: { version: 'desc' },
    select: { version: true, text: true },
  });
  if (!row) return null;
  try {
    return loadPolicySet(row.version, row.text);
  } catch {
    // A stored text that no longer loads must not stop the tower: without a set every gate escalates.
    return null;
  }
}
