import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../db/embedded-postgres.ts';
import { migrate } from '../db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The migrated database that each suite's own is copied from. Nobody connects to it, or the copies fail. */
    templateUrl: string;
  }
}

/** One PostgreSQL a test run, on data that is thrown away; migrated once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-test-'));
  chmodSync(dataDir, 0o755); // PostgreSQL may run as another account than we do
  const server = await startEmbeddedPostgres({
    dataDir,
    log: () => {},
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  await migrate(server.url, path.resolve(import.meta.dirname, '../../prisma/migrations'));
  project.provide('templateUrl', server.url);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
