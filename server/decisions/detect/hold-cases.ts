import { emitAudit } from '../../audit/emit.ts';
import type { Context } from '../../core/context.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Tx } from '../../db/transaction.ts';
import { addNotes } from '../disruptions/index.ts';
import { findUnusable, heldWords } from '../models/index.ts';
import type { AskedCase } from './read-contexts.ts';
import type { TouchedCase } from './write-cases.ts';

/**
 * Keeps back the cases whose agent may not be asked because a model it needs is not listed: each says so, and waits for a
 * person. Cases that were held and may be asked again, or have closed, are held no more.
 * @param touched all cases of the batch.
 * @returns the cases that may be asked.
 */
export async function holdCases(
  tx: Tx,
  ctx: Context,
  touched: readonly TouchedCase[],
  asked: readonly AskedCase[],
): Promise<AskedCase[]> {
  const unusable = await findUnusable(
    tx,
    asked.map(({ context }) => context.agent),
  );
  const held = asked.flatMap(({ item, context }) => {
    const lacking = unusable.get(context.agent.name);
    return lacking ? [{ item, agent: context.agent.name, lacking, words: heldWords(lacking) }] : [];
  });
  const before = await tx.heldCase.findMany({
    where: { disruptionId: { in: touched.map(({ id }) => id) }, kind: 'models' },
  });
  const free = before.filter(({ disruptionId }) => !held.some(({ item }) => item.id === disruptionId));
  const at = ctx.clock.now();
  if (free.length) {
    const ids = free.map(({ disruptionId }) => disruptionId);
    await tx.heldCase.deleteMany({ where: { disruptionId: { in: ids }, kind: 'models' } });
    await addNotes(
      tx,
      at,
      asked
        .filter(({ item }) => ids.includes(item.id))
        .map(({ item }) => ({
          disruptionId: item.id,
          region: item.region,
          kind: 'resumed' as const,
          words: 'The agent may be asked again, and was.',
        })),
    );
  }
  const news = held.filter(
    ({ item, words }) => !before.some((row) => row.disruptionId === item.id && row.words === words),
  );
  for (const { item, agent, lacking, words } of news) {
    const models = lacking.map(({ name, version }) => `${name} ${version}`);
    const row = { kind: 'models', agent, models, words, since: at, error: null, tries: 0, nextAt: null };
    await tx.heldCase.upsert({
      where: { disruptionId: item.id },
      create: { disruptionId: item.id, ...row },
      update: row,
    });
  }
  await addNotes(
    tx,
    at,
    news.map(({ item, words }) => ({ disruptionId: item.id, region: item.region, kind: 'held' as const, words })),
  );
  await emitAudit(
    tx,
    ctx,
    news.map(({ item, agent, words }) => ({
      action: 'proposal.held' as const,
      entityId: item.id,
      meaning: words,
      after: { agent },
      disruptionId: item.id,
    })),
  );
  await appendFeed(
    tx,
    at,
    [...news.map(({ item }) => item), ...touched.filter(({ id }) => free.some((row) => row.disruptionId === id))].map(
      ({ id, region }) => ({ area: 'disruptions' as const, kind: 'updated', ids: [id], region }),
    ),
  );
  return held.length ? asked.filter(({ item }) => !held.some((one) => one.item.id === item.id)) : [...asked];
}
