import type { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { isInScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, forbidden } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { SLA } from '../odcs/constants.ts';
import type { SlaProperty } from '../odcs/schema.ts';
import { issueKey } from './issue-key.ts';
import { mayGrant } from './may-grant.ts';
import { releaseStandard } from './release-standard.ts';
import { grantWords } from './rules.ts';
import { addSourceInput, type NewKey } from './schema.ts';

/**
 * addSource connects a source with the standard contract of each type it may send, and gives it its first key.
 * @returns the key, which is never shown again.
 * @throws DomainError `forbidden`, also for a region that the person does not have; `conflict` when the name is taken.
 */
export async function addSource(db: Database, ctx: Context, input: z.input<typeof addSourceInput>): Promise<NewKey> {
  const person = requireRight(ctx.actor, 'source.manage');
  const { types, freshnessMinutes, scopes, regions, ...told } = addSourceInput.parse(input);
  if (!isInScope(regionScope(person), told.region)) {
    throw forbidden(
      `You manage sources of ${person.regions.join(', ')}; a source of ${told.region} is connected by somebody who has that region.`,
    );
  }
  mayGrant(person, regions);
  return withTransaction(db, async (tx) => {
    await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('holdpoint.sources'))`);
    const taken = await tx.source.findUnique({ where: { name: told.name }, select: { id: true } });
    if (taken) throw conflict(`A source named ${told.name} is connected already. Give this one another name.`);
    const now = ctx.clock.now();
    const source = { id: newId(), ...told };
    await tx.source.create({ data: { ...source, createdAt: now } });
    const made = await issueKey(tx, source.id, { scopes, regions }, person, now);
    await releaseStandard(tx, ctx, source, [...new Set(types)], slaOfFreshness(freshnessMinutes));
    await emitAudit(tx, ctx, {
      action: 'source.connected',
      entityId: source.id,
      meaning: `The source ${source.name} was connected${types.length ? `, to send ${types.join(', ')}` : ''}; its key may ${grantWords(scopes, regions)}.`,
      after: { ...source, types, freshnessMinutes, keyId: made.keyId, scopes, regions, sendRegions: person.regions },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'connected', ids: [source.id], region: '*' }]);
    return made;
  });
}

const slaOfFreshness = (minutes: number | null): SlaProperty[] =>
  minutes === null
    ? []
    : [
        { property: SLA.freshness, value: minutes, unit: 'min', description: 'The newest signal is at most this old.' },
        { property: SLA.availability, value: 99, unit: '%', description: 'Minutes within bound, over 30 days.' },
      ];
