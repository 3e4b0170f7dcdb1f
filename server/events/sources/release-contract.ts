import type { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, DomainError } from '../../core/errors.ts';
import { plural } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { type Tx, withTransaction } from '../../db/transaction.ts';
import { type Judged, judgeContract, readContractApart } from './check-contract.ts';
import { findOwnSource } from './find-own-source.ts';
import { lockSource } from './lock-source.ts';
import { findStored } from './read-contracts.ts';
import { releaseContractInput } from './schema.ts';

/**
 * releaseContract releases the next version of a source's contract for a type, or keeps it as a draft. The version before is
 * retired and stays readable. Signals are checked by the new one within two seconds.
 * @returns the version.
 * @throws DomainError `forbidden`, `not_found`, `invalid` when it is no contract or breaks with an earlier version (each break in
 *   `detail`), `conflict` when another version came in between.
 */
export async function releaseContract(
  db: Database,
  ctx: Context,
  input: z.input<typeof releaseContractInput>,
): Promise<number> {
  const person = requireRight(ctx.actor, 'source.manage');
  const { sourceId, type, document: text, seenVersion, note, draft } = releaseContractInput.parse(input);
  await findOwnSource(db, person, sourceId);
  const read = await readContractApart(text, type);
  return withTransaction(db, async (tx) => {
    const source = await lockSource(tx, regionScope(person), sourceId);
    const judged = judgeContract(read, await findStored(tx, sourceId, type));
    const version = judged.nextVersion;
    if (version !== seenVersion + 1) {
      throw conflict(`Version ${version - 1} was released in the meantime. Look at it, then release yours.`);
    }
    if (judged.breaks.length && !draft) throw breaking(judged);
    const now = ctx.clock.now();
    await store(tx, { sourceId, type, version, note, by: person.id, draft, now }, judged);
    await emitAudit(tx, ctx, {
      action: draft ? 'contract.drafted' : 'contract.released',
      entityId: `${sourceId}/${type} v${version}`,
      meaning: `Version ${version} of the contract of ${source.name} for ${type} was ${draft ? 'drafted' : 'released'}: ${note}`,
      after: { sourceId, type, version, note, changes: judged.changes },
    });
    const kind = draft ? 'contract-drafted' : 'contract-released';
    await appendFeed(tx, now, [{ area: 'sources', kind, ids: [sourceId], region: '*' }]);
    return version;
  });
}

type Release = { sourceId: string; type: string; version: number; note: string; by: string; draft: boolean; now: Date };

async function store(tx: Tx, { sourceId, type, version, note, by, draft, now }: Release, { document }: Judged) {
  await tx.sourceContract.deleteMany({ where: { sourceId, type, state: 'draft' } });
  if (!draft) {
    await tx.sourceContract.updateMany({
      where: { sourceId, type, state: 'active' },
      data: { state: 'retired', retiredAt: now },
    });
  }
  const stored = { ...document, status: draft ? 'draft' : 'active' };
  await tx.sourceContract.create({
    data: {
      sourceId,
      type,
      version,
      state: draft ? 'draft' : 'active',
      document: stored as unknown as Prisma.InputJsonObject,
      note,
      createdBy: by,
      createdAt: now,
      activatedAt: draft ? null : now,
    },
  });
}

const breaking = ({ breaks, nextVersion }: Judged) =>
  new DomainError(
    'invalid',
    `Version ${nextVersion} breaks with ${plural(new Set(breaks.map(({ version }) => version)).size, 'earlier version')}: ${breaks[0]?.words}`,
    { detail: breaks, fields: { document: breaks[0]?.words ?? '' } },
  );
