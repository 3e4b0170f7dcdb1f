import pg from 'pg';
import type { Attack, Target } from './open-target.ts';

/** The roles by which the tower is connected. */
const rolesOf = (target: Target) =>
  target.query<{ role: string; rolsuper: boolean; rolcreaterole: boolean; rolbypassrls: boolean; owns: boolean }>(
    `SELECT DISTINCT r.rolname AS role, rolsuper, rolcreaterole, rolbypassrls,
            EXISTS (SELECT 1 FROM pg_class c WHERE c.relname = 'audit_entry' AND c.relowner = r.oid) AS owns
     FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
     WHERE a.datname = current_database() AND a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()`,
  );

const role: Attack = {
  name: 'The role by which the tower works is superuser, or owns the audit log',
  before: 'superuser and owner',
  run: async (target) => {
    const roles = await rolesOf(target);
    const bad = roles.filter((one) => one.rolsuper || one.rolcreaterole || one.rolbypassrls || one.owns);
    return {
      now: roles
        .map((one) => `${one.role}: ${one.rolsuper ? 'superuser' : 'no superuser'}${one.owns ? ', owner' : ''}`)
        .join('; '),
      held: roles.length > 0 && bad.length === 0,
    };
  },
};

/** What that role must not be able to do, whatever statement somebody slips in. */
const STATEMENTS = [
  `UPDATE audit_entry SET action = action`,
  `DELETE FROM audit_entry`,
  `TRUNCATE audit_entry`,
  `SET session_replication_role = replica; UPDATE audit_entry SET action = action`,
  `ALTER TABLE audit_entry DISABLE TRIGGER ALL`,
  `DO $$ DECLARE t text; BEGIN SELECT tgname INTO t FROM pg_trigger WHERE tgrelid = 'audit_entry'::regclass AND NOT tgisinternal LIMIT 1; EXECUTE format('DROP TRIGGER %I ON audit_entry', t); END $$`,
  `DROP TABLE audit_entry CASCADE`,
  `CREATE TEMP TABLE t (x text); COPY t FROM PROGRAM 'id'`,
  `SELECT pg_read_file('postmaster.pid')`,
  `CREATE ROLE intruder SUPERUSER`,
];

const rewrite: Attack = {
  name: 'That role rewrites the audit log, or reaches the machine',
  before: '7 of 10 allowed: replica role, triggers off, COPY FROM PROGRAM, pg_read_file, CREATE ROLE',
  run: async (target) => {
    const allowed: string[] = [];
    const client = new pg.Client({ connectionString: target.databaseUrl });
    await client.connect();
    try {
      for (const { role: name } of await rolesOf(target)) {
        for (const statement of STATEMENTS) {
          await client.query('BEGIN');
          try {
            await client.query(`SET LOCAL lock_timeout = '2s'; SET SESSION AUTHORIZATION ${pg.escapeIdentifier(name)}`);
            await client.query(statement);
            allowed.push(statement.split(/[ ;]/).slice(0, 2).join(' '));
          } catch {
            // refused, as it should be
          }
          await client.query('ROLLBACK');
          await client.query('RESET SESSION AUTHORIZATION; RESET session_replication_role');
        }
      }
    } finally {
      await client.end();
    }
    return {
      now: allowed.length
        ? `${allowed.length} of ${STATEMENTS.length} allowed: ${allowed.join(', ')}`
        : `0 of ${STATEMENTS.length} allowed`,
      held: allowed.length === 0,
    };
  },
};

/** What is left when somebody gets a statement of their own in. */
export const storeAttacks: Attack[] = [role, rewrite];
