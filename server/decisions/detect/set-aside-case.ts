import { emitAudit } from '../../audit/index.ts';
import { DAY, MINUTE } from '../../core/clock.ts';
import type { Context } from '../../core/context.ts';
import { appendFeed } from '../../db/feed.ts';
import { describeFault } from '../../db/judge-fault.ts';
import type { Tx } from '../../db/transaction.ts';
import { addNotes, unreadableWords } from '../disruptions/index.ts';
import { closeProposals } from '../proposals/index.ts';

/** What is tried again by itself waits longer each time, from a minute to a day: an update may mend it. */
const AGAIN = { first: MINUTE, longest: DAY };
export const againAt = (at: Date, tries: number): Date =>
  new Date(at.getTime() + Math.min(AGAIN.longest, AGAIN.first * 2 ** Math.min(tries - 1, 20)));

/**
 * Sets cases aside whose facts cannot be read, or whose agent fails on them: each says so, with what failed, and waits for a person.
 * What waited for approval is withdrawn, and the version of the facts rises, so that nothing is carried out on facts that nobody can
 * check. The caller holds the rows of the cases.
 */
export async function setAsideCases(
  tx: Tx,
  ctx: Context,
  faults: readonly { caseId: string; error: unknown }[],
): Promise<void> {
  const at = ctx.clock.now();
  for (const { caseId, error } of faults) {
    const row = await tx.disruption.findUnique({
      where: { id: caseId, state: 'open' },
      include: { proposals: { where: { state: 'open' }, select: { id: true } } },
    });
    if (!row) continue;
    const before = await tx.heldCase.findUnique({ where: { disruptionId: caseId } });
    const { code, words: said } = describeFault(error);
    const words = unreadableWords(said);
    const tries = before?.kind === 'unreadable' ? before.tries + 1 : 1;
    const next = { kind: 'unreadable', agent: '', models: [], words, error: said, tries, nextAt: againAt(at, tries) };
    await tx.heldCase.upsert({
      where: { disruptionId: caseId },
      create: { disruptionId: caseId, since: at, ...next },
      update: before?.kind === 'unreadable' ? next : { since: at, ...next },
    });
    // Said once, however often it is tried.
    if (before?.kind === 'unreadable') continue;
    const disruption = { id: caseId, region: row.region };
    await closeProposals(
      tx,
      ctx,
      row.proposals.map(({ id }) => ({ id, disruption, state: 'withdrawn', why: words })),
    );
    await tx.disruption.update({ where: { id: caseId }, data: { factsVersion: { increment: 1 }, updatedAt: at } });
    await addNotes(tx, at, [{ disruptionId: caseId, region: row.region, kind: 'held', words }]);
    await emitAudit(tx, ctx, {
      action: 'disruption.unreadable',
      entityId: caseId,
      disruptionId: caseId,
      meaning: `The case cannot be read (${code}); it was set aside and waits for a person.`,
      before: { factsVersion: row.factsVersion },
      after: { factsVersion: row.factsVersion + 1, code, withdrawn: row.proposals.map(({ id }) => id) },
    });
    await appendFeed(tx, at, [{ area: 'disruptions', kind: 'unreadable', ids: [caseId], region: row.region }]);
  }
}

/** Cases that could be read again are held no more; their timeline says so. */
export async function resumeReadable(
  tx: Tx,
  ctx: Context,
  cases: readonly { id: string; region: string; open: boolean }[],
): Promise<void> {
  if (!cases.length) return;
  const held = await tx.heldCase.findMany({
    where: { disruptionId: { in: cases.map(({ id }) => id) }, kind: 'unreadable' },
    select: { disruptionId: true },
  });
  if (!held.length) return;
  const ids = held.map(({ disruptionId }) => disruptionId);
  await tx.heldCase.deleteMany({ where: { disruptionId: { in: ids }, kind: 'unreadable' } });
  const at = ctx.clock.now();
  const resumed = cases.filter(({ id }) => ids.includes(id));
  await addNotes(
    tx,
    at,
    resumed.flatMap(({ id, region, open }) =>
      open ? [{ disruptionId: id, region, kind: 'resumed' as const, words: 'The case could be read again.' }] : [],
    ),
  );
  await appendFeed(
    tx,
    at,
    resumed.map(({ id, region }) => ({ area: 'disruptions', kind: 'updated', ids: [id], region })),
  );
}
