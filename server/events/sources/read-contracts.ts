import { stringify } from 'yaml';
import type { z } from 'zod';
import { findNames, type Names, nameOf } from '../../auth/find-names.ts';
import { requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { SourceContract } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { CONTRACTS } from '../contracts/index.ts';
import { type Change, checkDocument, compareDocuments, fieldsOf, slaOf } from '../odcs/index.ts';
import { judgeContract, readContractApart, type StoredContract } from './check-contract.ts';
import { findOwnSource } from './find-own-source.ts';
import { standardDocument } from './release-standard.ts';
import {
  type ContractCheck,
  type ContractDocument,
  checkContractInput,
  compareInput,
  contractInput,
  versionsInput,
} from './schema.ts';

/** Every version of a contract with its document, oldest first. */
export async function findStored(
  store: Tx | Database['prisma'],
  sourceId: string,
  type: string,
): Promise<StoredContract[]> {
  const rows = await store.sourceContract.findMany({ where: { sourceId, type }, orderBy: { version: 'asc' } });
  return rows.map(({ version, state, document }) => ({ version, state, document: checkDocument(document).document }));
}

/** A version as people read it, with who made it by name. */
export const versionOfRow = (row: Omit<SourceContract, 'document'>, names: Names) => ({
  type: row.type,
  version: row.version,
  state: row.state as 'draft' | 'active' | 'retired',
  note: row.note,
  createdBy: nameOf(names, row.createdBy),
  createdAt: row.createdAt.toISOString(),
  activatedAt: row.activatedAt?.toISOString() ?? null,
  retiredAt: row.retiredAt?.toISOString() ?? null,
});

/** One version of a contract as people read it: its text, fields, promises and what Holdpoint does not carry out of it. */
export async function readContract(
  db: Database,
  ctx: Context,
  input: z.input<typeof versionsInput>,
): Promise<ContractDocument> {
  const key = versionsInput.parse(input);
  await findOwnSource(db, requireRight(ctx.actor, 'signals.read'), key.sourceId);
  const row = await db.prisma.sourceContract.findUnique({ where: { sourceId_type_version: key } });
  if (!row) throw notFound('This version of the contract');
  const { document, notes } = checkDocument(row.document);
  const [event] = document.schema ?? [];
  return {
    ...versionOfRow(row, await findNames(db.prisma, [row.createdBy])),
    text: stringify(document),
    notes,
    owner: (Array.isArray(document.team) ? document.team[0]?.username : document.team?.name) ?? null,
    fields: (event ? fieldsOf(event) : []).map(({ path, element }) => ({
      path,
      type: element.logicalType ?? 'any',
      required: element.required ?? false,
      classification: element.classification ?? null,
      description: element.description ?? null,
    })),
    sla: slaOf(document),
  };
}

/** The signal types that the code knows, by name. @throws DomainError `forbidden`. */
export function listTypes(ctx: Context): { type: string; meaning: string; owner: string }[] {
  requireRight(ctx.actor, 'signals.read');
  return CONTRACTS.map(({ type, meaning, owner }) => ({ type, meaning, owner })).sort((a, b) =>
    a.type < b.type ? -1 : 1,
  );
}

/** What differs between two versions of a contract. */
export async function compareContracts(
  db: Database,
  ctx: Context,
  input: z.input<typeof compareInput>,
): Promise<Change[]> {
  const { sourceId, type, before, after } = compareInput.parse(input);
  await findOwnSource(db, requireRight(ctx.actor, 'signals.read'), sourceId);
  const stored = await findStored(db.prisma, sourceId, type);
  const [was, is] = [before, after].map((version) => stored.find((one) => one.version === version));
  if (!was || !is) throw notFound('One of these versions');
  return compareDocuments(was.document, is.document);
}

/**
 * What a document would be as the next version; nothing is stored.
 * @throws DomainError `invalid` when it is no contract of the type.
 */
export async function checkContract(
  db: Database,
  ctx: Context,
  input: z.input<typeof checkContractInput>,
): Promise<ContractCheck> {
  const { sourceId, type, document } = checkContractInput.parse(input);
  await findOwnSource(db, requireRight(ctx.actor, 'source.manage'), sourceId);
  const read = await readContractApart(document, type);
  const { breaks, notes, changes, nextVersion } = judgeContract(read, await findStored(db.prisma, sourceId, type));
  return { breaks, notes, changes, nextVersion };
}

/** The text to begin a contract of a type with: what the code asks of it, and for a type that it does not know one open field. */
export async function draftContract(db: Database, ctx: Context, input: z.input<typeof contractInput>): Promise<string> {
  const { sourceId, type } = contractInput.parse(input);
  const source = await findOwnSource(db, requireRight(ctx.actor, 'source.manage'), sourceId);
  return stringify(standardDocument(source, type, 1, []));
}
