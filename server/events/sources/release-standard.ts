import { emitAudit } from '../../audit/emit.ts';
import type { Context } from '../../core/context.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { CONTRACTS, contractJsonSchema } from '../contracts/index.ts';
import { draftDocument } from '../odcs/index.ts';
import type { OdcsDocument, SlaProperty } from '../odcs/schema.ts';

type SourceRow = { id: string; name: string; system: string };

/** The contract to begin with for a source and type: what the code asks of the type, or nothing where it knows none. */
export function standardDocument(source: SourceRow, type: string, version: number, sla: SlaProperty[]): OdcsDocument {
  const contract = CONTRACTS.findLast((one) => one.type === type);
  return draftDocument({
    source,
    type,
    version,
    sla,
    owner: contract?.owner ?? source.system,
    meaning: contract?.meaning ?? `Signals of type ${type}, as ${source.name} tells them.`,
    schema: contract ? contractJsonSchema(contract) : null,
  });
}

/** Releases version 1 for those types of a source that have no contract yet, in the caller's transaction. @returns how many. */
export async function releaseStandard(
  tx: Tx,
  ctx: Context,
  source: SourceRow,
  types: readonly string[],
  sla: SlaProperty[],
): Promise<number> {
  const known = await tx.sourceContract.findMany({ where: { sourceId: source.id }, select: { type: true } });
  const fresh = types.filter((type) => !known.some((row) => row.type === type));
  if (!fresh.length) return 0;
  const at = ctx.clock.now();
  await tx.sourceContract.createMany({
    data: fresh.map((type) => ({
      sourceId: source.id,
      type,
      version: 1,
      state: 'active',
      document: standardDocument(source, type, 1, sla) as unknown as Prisma.InputJsonObject,
      note: 'What the type itself asks.',
      createdBy: ctx.actor.kind === 'person' ? ctx.actor.id : 'the tower',
      createdAt: at,
      activatedAt: at,
    })),
  });
  await emitAudit(
    tx,
    ctx,
    fresh.map((type) => ({
      action: 'contract.released',
      entityId: `${source.id}/${type} v1`,
      meaning: `Version 1 of the contract of ${source.name} for ${type} was released: what the type itself asks.`,
      after: { sourceId: source.id, type, version: 1, state: 'active' },
    })),
  );
  return fresh.length;
}
