import { conflict } from '../../core/errors.ts';
import type { Tx } from '../../db/transaction.ts';
import { MODELS } from './constants.ts';
import { type ModelName, neededBy, type Unusable, whyUnusable } from './rules.ts';
import type { ModelState } from './schema.ts';

const STATES = `
  SELECT r.name, r.version, m.status, m.status_reason AS reason
  FROM jsonb_to_recordset($1::jsonb) AS r(name text, version text)
  LEFT JOIN LATERAL (
    SELECT status, status_reason FROM model WHERE name = r.name AND version = r.version FOR SHARE) m ON true`;

type State = ModelName & { status: ModelState | null; reason: string | null };

/**
 * What keeps each of some agents from being asked: models it needs that are not listed. Agents that lack nothing are left out.
 * The entries are held shared for the transaction, so that nothing is proposed beside a suspension that commits first.
 * @returns by agent name.
 */
export async function findUnusable(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  agents: readonly ModelName[],
): Promise<Map<string, Unusable[]>> {
  const asked = [...new Map(agents.map((agent) => [`${agent.name} ${agent.version}`, agent])).values()];
  const needs = asked.map((agent) => ({ agent: agent.name, models: neededBy(agent) }));
  const wanted = new Map(
    needs.flatMap(({ models }) => models).map((model) => [`${model.name} ${model.version}`, model]),
  );
  if (!wanted.size) return new Map();
  const states = await tx.$queryRawUnsafe<State[]>(STATES, JSON.stringify([...wanted.values()]));
  const unusable = new Map<string, Unusable>();
  for (const { name, version, status, reason } of states) {
    if (status !== 'listed') unusable.set(`${name} ${version}`, { name, version, status, reason });
  }
  return new Map(
    needs.flatMap(({ agent, models }): [string, Unusable[]][] => {
      const lacking = models.flatMap(({ name, version }) => unusable.get(`${name} ${version}`) ?? []);
      return lacking.length ? [[agent, lacking]] : [];
    }),
  );
}

/** Agents of this build that may not be asked now. */
export async function findBarredAgents(tx: Pick<Tx, 'catalogueModel'>): Promise<string[]> {
  const listed = await tx.catalogueModel.findMany({
    where: { status: 'listed' },
    select: { name: true, version: true },
  });
  const names = new Set(listed.map(({ name, version }) => `${name} ${version}`));
  return MODELS.filter(({ kind }) => kind === 'agent')
    .filter((agent) => neededBy(agent).some(({ name, version }) => !names.has(`${name} ${version}`)))
    .map(({ name }) => name);
}

/**
 * Refuses to weigh or release anything by an agent that may not be used, or that needs a model that may not.
 * @throws DomainError `conflict` that names the model and why.
 */
export async function requireListed(tx: Pick<Tx, '$queryRawUnsafe'>, agent: ModelName): Promise<void> {
  const [unusable] = [...(await findUnusable(tx, [agent])).values()];
  if (!unusable) return;
  const words = unusable.map(whyUnusable).join(' and ');
  throw conflict(`This rests on what may not be used: ${words}.`, {
    changed: [`${words.charAt(0).toUpperCase()}${words.slice(1)}.`],
  });
}
