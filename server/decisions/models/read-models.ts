import { findNames, type Names, nameOf } from '../../auth/find-names.ts';
import { may, ROLE_WORDS, requireRight } from '../../auth/rights.ts';
import type { Context, Person } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { CatalogueModel } from '../../db/generated/client.ts';
import { MODELS } from './constants.ts';
import { measureQuality } from './measure-quality.ts';
import { changeRefusal } from './rules.ts';
import type { ModelCard, ModelView } from './schema.ts';

/**
 * listModels gives the catalogue, in its own order, those of earlier builds last.
 * @throws DomainError `forbidden`.
 */
export async function listModels(db: Database, ctx: Context): Promise<ModelView[]> {
  requireRight(ctx.actor, 'model.read');
  const [rows, held] = await Promise.all([
    db.prisma.catalogueModel.findMany({ orderBy: [{ name: 'asc' }, { version: 'desc' }] }),
    db.prisma.heldCase.findMany({ select: { models: true } }),
  ]);
  const place = (row: CatalogueModel) => {
    const found = MODELS.findIndex(({ name, version }) => name === row.name && version === row.version);
    return found < 0 ? MODELS.length : found;
  };
  const names = await findNames(
    db.prisma,
    rows.map(({ statusBy }) => statusBy),
  );
  return rows.sort((a, b) => place(a) - place(b)).map((row) => viewOf(row, held, names));
}

/**
 * readModel gives one entry with its measured quality, and what the reader may do about it.
 * @throws DomainError `forbidden`, `not_found`.
 */
export async function readModel(
  db: Database,
  ctx: Context,
  { name, version }: { name: string; version: string },
): Promise<ModelCard> {
  const person = requireRight(ctx.actor, 'model.read');
  const row = await db.prisma.catalogueModel.findUnique({ where: { name_version: { name, version } } });
  if (!row) throw notFound('This model');
  const held = await db.prisma.heldCase.findMany({ select: { models: true } });
  return {
    ...viewOf(row, held, await findNames(db.prisma, [row.statusBy])),
    quality: await measureQuality(db, row),
    may: {
      suspend: answer(rightRefusal(person) ?? changeRefusal('suspended', row.status)),
      resume: answer(rightRefusal(person) ?? changeRefusal('listed', row.status)),
    },
  };
}

const answer = (why: string | null) => ({ allowed: why === null, why });
const rightRefusal = (person: Person): string | null =>
  may(person.roles, 'model.suspend')
    ? null
    : `This needs the role ${ROLE_WORDS['policy-owner']} or ${ROLE_WORDS.admin}; you are signed in as ${person.roles.map((role) => ROLE_WORDS[role]).join(', ')}.`;

function viewOf(row: CatalogueModel, held: readonly { models: string[] }[], names: Names): ModelView {
  const { statusAt, addedAt, kind, status, ...rest } = row;
  const entry = MODELS.find(({ name, version }) => name === row.name && version === row.version);
  return {
    ...rest,
    statusBy: nameOf(names, rest.statusBy),
    kind: kind as ModelView['kind'],
    status: status as ModelView['status'],
    usedBy: [...(entry?.usedBy ?? [])],
    statusAt: statusAt.toISOString(),
    addedAt: addedAt.toISOString(),
    heldCases: held.filter(({ models }) => models.includes(`${row.name} ${row.version}`)).length,
  };
}
