import type { Database } from '../../db/client.ts';
import { checkDocument, compileContract, type DataCheck } from '../odcs/index.ts';

/** A version of a source's contract, ready to check data. */
export type Terms = { version: number; check: DataCheck };

/** What one source may send. */
export type SourceTerms = {
  name: string;
  /** Region of signals that name none. */
  region: string;
  /** The active contract for a type, or a released version of it; null where there is none. */
  find(type: string, version?: number): Terms | null;
};

/** How long a source's contracts are remembered: a change takes effect within this time. */
const REMEMBER_MS = 2_000;
/** Compiled contracts that are kept; beyond it all are let go and compiled again when next asked for. */
const KEPT = 2_000;

type Row = { type: string; version: number; state: string };

/** The contracts of all sources as this process knows them: looked up every two seconds, compiled once a version. */
export function openTermsBook(db: Database): { of(sourceId: string): Promise<SourceTerms> } {
  const known = new Map<string, { terms: Promise<SourceTerms>; until: number }>();
  const kept = new Map<string, LazyTerms>();
  return {
    of: (sourceId) => {
      const now = performance.now();
      const entry = known.get(sourceId);
      if (entry && entry.until > now) return entry.terms;
      if (known.size >= KEPT) known.clear();
      if (kept.size >= KEPT) kept.clear();
      const terms = loadTerms(db, sourceId, kept);
      known.set(sourceId, { terms, until: now + REMEMBER_MS });
      // What could not be read is asked for again by the next signal.
      terms.catch(() => known.delete(sourceId));
      return terms;
    },
  };
}

/** What a source may send, looked up once: for a question that is asked now and then. */
export const readTerms = (db: Database, sourceId: string): Promise<SourceTerms> => loadTerms(db, sourceId, new Map());

type LazyTerms = () => Terms;

/** Compiles when first asked: a source may have thirty contracts and use three. */
function lazyTerms(version: number, document: unknown): LazyTerms {
  let terms: Terms | null = null;
  return () => {
    terms ??= { version, check: compileContract(checkDocument(document).document) };
    return terms;
  };
}

async function loadTerms(db: Database, sourceId: string, kept: Map<string, LazyTerms>): Promise<SourceTerms> {
  const [source, rows] = await Promise.all([
    db.prisma.source.findUnique({ where: { id: sourceId }, select: { name: true, region: true } }),
    db.prisma.sourceContract.findMany({
      where: { sourceId, state: { not: 'draft' } },
      select: { type: true, version: true, state: true },
    }),
  ]);
  const keyOf = ({ type, version }: Omit<Row, 'state'>) => `${sourceId}|${type}|${version}`;
  const active = new Map(rows.filter(({ state }) => state === 'active').map((row) => [row.type, row]));
  // Documents are large and never change: only those not seen before are read.
  const missing = rows.filter((row) => !kept.has(keyOf(row)));
  if (missing.length) {
    const documents = await db.prisma.sourceContract.findMany({
      where: { sourceId, OR: missing.map(({ type, version }) => ({ type, version })) },
      select: { type: true, version: true, document: true },
    });
    for (const row of documents) {
      kept.set(keyOf(row), lazyTerms(row.version, row.document));
    }
  }
  const all = new Map(rows.map((row) => [keyOf(row), kept.get(keyOf(row))]));
  return {
    name: source?.name ?? sourceId,
    region: source?.region ?? 'global',
    find: (type, version) => {
      const row = active.get(type);
      // A type that is no longer accepted is not accepted under an earlier version either.
      return (row && all.get(keyOf({ type, version: version ?? row.version }))?.()) ?? null;
    },
  };
}
