import { findNames, type Names, nameOf } from '../../auth/find-names.ts';
import { inScope, may, type RegionScope, ROLE_WORDS, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context, Person } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { CatalogueModel } from '../../db/generated/client.ts';
import { EVERY_REGION, MODELS } from './constants.ts';
import { measureQuality } from './measure-quality.ts';
import { changeRefusal } from './rules.ts';
import type { ModelCard, ModelView } from './schema.ts';

/**
 * listModels gives the catalogue, in its own order, those of earlier builds last.
 * @throws DomainError `forbidden`.
 */
export async function listModels(db: Database, ctx: Context): Promise<ModelView[]> {
  const scope = regionScope(requireRight(ctx.actor, 'model.read'));
  const [rows, held] = await Promise.all([
    db.prisma.catalogueModel.findMany({ orderBy: [{ name: 'asc' }, { version: 'desc' }] }),
    findHeld(db, scope),
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
  const scope = regionScope(person);
  const held = await findHeld(db, scope);
  return {
    ...viewOf(row, held, await findNames(db.prisma, [row.statusBy])),
    quality: await measureQuality(db, row, scope),
    may: {
      suspend: answer(rightRefusal(person) ?? changeRefusal('suspended', row.status)),
      resume: answer(rightRefusal(person) ?? changeRefusal('listed', row.status)),
    },
  };
}

/** What the held cases of a scope wait for. */
async function findHeld(db: Database, scope: RegionScope): Promise<{ models: string[] }[]> {
  const held = await db.prisma.heldCase.findMany({ select: { disruptionId: true, models: true } });
  if (!scope.regions) return held;
  const own = await db.prisma.disruption.findMany({
    where: { id: { in: held.map(({ disruptionId }) => disruptionId) }, ...inScope(scope) },
    select: { id: true },
  });
  const ids = new Set(own.map(({ id }) => id));
  return held.filter(({ disruptionId }) => ids.has(disruptionId));
}

const answer = (why: string | null) => ({ allowed: why === null, why });
const rightRefusal = (person: Person): string | null =>
  may(person.roles, 'model.suspend')
    ? regionScope(person).regions
      ? EVERY_REGION
      : null
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
