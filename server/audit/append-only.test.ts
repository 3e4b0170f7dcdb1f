import { describe, expect, it } from 'vitest';
import { withTransaction } from '../db/transaction.ts';
import { asPlanner } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { emitAudit } from './emit.ts';

const { db } = await testDatabase();

describe('the audit log', () => {
  it('takes an entry and refuses to change or lose it, whoever asks', async () => {
    await withTransaction(db, (tx) =>
      emitAudit(tx, asPlanner(), { action: 'disruption.claimed', entityId: 'd1', meaning: 'The case was taken.' }),
    );
    await expect(db.pool.query(`UPDATE audit_entry SET action = 'x'`)).rejects.toThrow('append-only: UPDATE refused');
    await expect(db.pool.query('DELETE FROM audit_entry')).rejects.toThrow('append-only: DELETE refused');
    await expect(db.pool.query('TRUNCATE audit_entry')).rejects.toThrow('append-only: TRUNCATE refused');
    expect(await db.prisma.auditEntry.count()).toBe(1);
  });
});
