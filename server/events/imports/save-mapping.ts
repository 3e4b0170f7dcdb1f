import type { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { canonicalHash } from '../../core/canonical.ts';
import type { Context } from '../../core/context.ts';
import { conflict, invalid } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { findContract } from '../contracts/index.ts';
import type { CsvMapping } from '../formats/csv/schema.ts';
import { prepareMapping } from '../formats/index.ts';
import { findImporter } from './find-importer.ts';
import { saveMappingInput } from './schema.ts';

/**
 * Saves how files of a source become signals, as the next version of its name; the same mapping again changes nothing.
 * @returns the version that now counts.
 * @throws DomainError `forbidden`, `invalid` when the mapping does not fit its contract, `conflict` when somebody was faster.
 */
export async function saveMapping(
  db: Database,
  ctx: Context,
  input: z.input<typeof saveMappingInput>,
): Promise<number> {
  const importer = await findImporter(db, ctx, input.sourceId, 'mapping.save');
  const { sourceId, name, mapping } = saveMappingInput.parse(input);
  checkMapping(mapping);
  return withTransaction(db, async (tx) => {
    const newest = await tx.importMapping.findFirst({ where: { sourceId, name }, orderBy: { version: 'desc' } });
    if (newest && canonicalHash(newest.mapping).equals(canonicalHash(mapping))) return newest.version;
    const now = ctx.clock.now();
    const version = (newest?.version ?? 0) + 1;
    const id = newId();
    const savedBy = ctx.actor.kind === 'person' ? ctx.actor.id : importer.actor.name;
    const { count } = await tx.importMapping.createMany({
      data: [{ id, sourceId, name, version, signalType: mapping.signalType, mapping, savedBy, savedAt: now }],
      skipDuplicates: true,
    });
    if (!count)
      throw conflict(`Somebody else saved the mapping ${name} at the same moment. Look at theirs, then save again.`);
    await emitAudit(tx, ctx, {
      action: 'mapping.saved',
      entityId: id,
      meaning: `The mapping ${name} of ${importer.actor.name} was saved as version ${version}.`,
      before: newest ? { version: newest.version, mapping: newest.mapping } : null,
      after: { sourceId, name, version, mapping },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'mapping-saved', ids: [sourceId, id], region: '*' }]);
    return version;
  });
}

/** @throws DomainError `invalid` unless the mapping would fit a file that has exactly its columns. */
function checkMapping(mapping: CsvMapping): void {
  const contract = findContract(mapping.signalType, mapping.contractVersion);
  if (!contract) throw invalid(`No contract is released for ${mapping.signalType} version ${mapping.contractVersion}.`);
  const { fields, id, eventTime, recordTime, region } = mapping;
  const columns = [
    ...fields.flatMap(({ from }) => ('column' in from ? [from.column] : [])),
    ...id,
    ...[eventTime, recordTime].flatMap((time) => (time ? [time.column] : [])),
    ...(region && 'column' in region ? [region.column] : []),
  ];
  prepareMapping(mapping, contract, [...new Set(columns)]);
}
