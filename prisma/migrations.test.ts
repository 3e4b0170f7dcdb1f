import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { testDatabase } from '../server/testing/database.ts';

const { url } = await testDatabase();
const run = promisify(execFile);

const prisma = (...args: string[]) =>
  run(process.execPath, [path.resolve(import.meta.dirname, '../scripts/prisma.mjs'), ...args], {
    env: { ...process.env, DATABASE_URL: url },
  });

it('the migrations make what the schema says, nothing more and nothing less', async () => {
  const { stdout } = await prisma(
    'migrate',
    'diff',
    ...['--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema', '--script'],
  );
  expect(stdout.trim()).toBe('-- This is an empty migration.');
}, 60_000);

it('Prisma’s own command finds nothing to do after the run-time migration', async () => {
  expect((await prisma('migrate', 'status')).stdout).toContain('Database schema is up to date!');
}, 60_000);
