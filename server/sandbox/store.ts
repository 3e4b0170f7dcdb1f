import { DatabaseSync } from 'node:sqlite';
import { canonicalHash } from '../core/canonical.ts';

/** What a system answers: an HTTP status with a body. 409 carries a problem with the reason of the refusal. */
export type Answer = { status: number; body: Record<string, unknown> };

/** One remembered request: its answer, what it changed (to restore it), and whether it was undone. */
export type Operation = {
  key: string;
  system: string;
  operation: string;
  status: number;
  before: Record<string, unknown> | null;
  undone: boolean;
};

const TABLES = `
CREATE TABLE IF NOT EXISTS operation (
  key TEXT PRIMARY KEY, system TEXT NOT NULL, operation TEXT NOT NULL, body_hash TEXT NOT NULL,
  status INTEGER NOT NULL, answer TEXT NOT NULL, before TEXT, undone INTEGER NOT NULL DEFAULT 0, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS effect (
  key TEXT NOT NULL, system TEXT NOT NULL, operation TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (key, operation));
CREATE TABLE IF NOT EXISTS erp_line (
  order_number TEXT NOT NULL, line_number TEXT NOT NULL, item TEXT NOT NULL, supplier TEXT NOT NULL, quantity REAL NOT NULL,
  mode TEXT NOT NULL, arrival TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1, cancelled INTEGER NOT NULL DEFAULT 0,
  ships_at TEXT, PRIMARY KEY (order_number, line_number));
CREATE TABLE IF NOT EXISTS tms_booking (
  reference TEXT PRIMARY KEY, shipment TEXT NOT NULL, mode TEXT NOT NULL, cost_usd REAL NOT NULL, fee_usd REAL NOT NULL,
  pick_up_at TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS oms_promise (
  shipment TEXT PRIMARY KEY, promised TEXT NOT NULL, customers TEXT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS wms_hold (
  reference TEXT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, site TEXT, reason TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS wms_count (
  reference TEXT PRIMARY KEY, item TEXT NOT NULL, site TEXT NOT NULL, due_at TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS erp_posting (
  reference TEXT PRIMARY KEY, item TEXT NOT NULL, site TEXT NOT NULL, unit TEXT NOT NULL, quantity REAL NOT NULL,
  closes_at TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tms_message (
  reference TEXT PRIMARY KEY, subject TEXT NOT NULL, words TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value REAL NOT NULL);`;

export const refused = (detail: string): Answer => ({
  status: 409,
  body: { type: 'about:blank', title: 'Refused', status: 409, detail },
});

export type Store = ReturnType<typeof openStore>;

/** Opens the state of the pretend enterprise. `file` is a path, or ":memory:". */
export function openStore(file: string) {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
  db.exec(TABLES);

  const transaction = <T>(work: () => T): T => {
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  };

  const find = (key: string): (Operation & { bodyHash: string; answer: Record<string, unknown> }) | null => {
    const row = db.prepare('SELECT * FROM operation WHERE key = ?').get(key);
    if (!row) return null;
    return {
      key,
      system: String(row.system),
      operation: String(row.operation),
      bodyHash: String(row.body_hash),
      status: Number(row.status),
      answer: JSON.parse(String(row.answer)) as Record<string, unknown>,
      before: row.before === null ? null : (JSON.parse(String(row.before)) as Record<string, unknown>),
      undone: Number(row.undone) === 1,
    };
  };

  return {
    db,
    transaction,
    find,

    /**
     * Runs one mutating request once: the same key with the same body gets the stored answer, with another body 422.
     * The change, its answer and the effect counter commit together.
     */
    once(
      request: { key: string; system: string; operation: string; body: unknown; at: Date },
      run: (effect: (before: Record<string, unknown>) => void) => Answer,
    ): Answer & { replayed: boolean } {
      const bodyHash = canonicalHash(request.body).toString('hex');
      return transaction(() => {
        const known = find(request.key);
        if (known) {
          if (
            known.bodyHash !== 'cancelled' &&
            (known.bodyHash !== bodyHash || known.operation !== request.operation)
          ) {
            const detail = 'This Idempotency-Key was used for another request.';
            return {
              status: 422,
              body: { type: 'about:blank', title: 'Key reused', status: 422, detail },
              replayed: true,
            };
          }
          return { status: known.status, body: known.answer, replayed: true };
        }
        let before: Record<string, unknown> | null = null;
        const answer = run((state) => {
          before = state;
          db.prepare(
            `INSERT INTO effect (key, system, operation, count) VALUES (?, ?, ?, 1)
             ON CONFLICT (key, operation) DO UPDATE SET count = count + 1`,
          ).run(request.key, request.system, request.operation);
        });
        db.prepare(
          'INSERT INTO operation (key, system, operation, body_hash, status, answer, before, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        ).run(
          request.key,
          request.system,
          request.operation,
          bodyHash,
          answer.status,
          JSON.stringify(answer.body),
          before === null ? null : JSON.stringify(before),
          request.at.toISOString(),
        );
        return { ...answer, replayed: false };
      });
    },

    /** Refuses a request that has not arrived yet: its undo came first (the request may still be under way). */
    refuseLate(key: string, system: string, operation: string, at: Date): void {
      const answer = refused('This request was cancelled before it arrived.').body;
      db.prepare(
        `INSERT INTO operation (key, system, operation, body_hash, status, answer, undone, at) VALUES (?, ?, ?, 'cancelled', 409, ?, 1, ?)`,
      ).run(key, system, operation, JSON.stringify(answer), at.toISOString());
    },

    markUndone: (key: string) => void db.prepare('UPDATE operation SET undone = 1 WHERE key = ?').run(key),

    /** How often each request changed something: 1 per step and at most 1 per compensation, or something is wrong. */
    effects() {
      const keys = db.prepare('SELECT key, system, operation, count FROM effect ORDER BY rowid').all();
      const totals = db
        .prepare(
          'SELECT system, operation, sum(count) AS count, count(*) AS keys FROM effect GROUP BY 1, 2 ORDER BY 1, 2',
        )
        .all();
      return { totals, keys };
    },

    close: () => db.close(),
  };
}
