#!/usr/bin/env node
/*
 * A stand-in for Prisma's native schema engine.
 *
 * The Prisma CLI wants a binary that it downloads from binaries.prisma.sh, and without it refuses every command, even
 * `generate`. npm carries the same engine, of the same commit, as WebAssembly. This program speaks the binary's
 * protocol (JSON-RPC 2.0, one message a line) and passes each call on. scripts/prisma.mjs points
 * PRISMA_SCHEMA_ENGINE_BINARY here. Why and how far: docs/decisions/0002-prisma-without-downloads.md.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const PACKAGE = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
const OID_CHAR = 18; // the catalogue's internal "char"
const OID_TEXT = 25;

/** Options that take a value and mean nothing to the WebAssembly engine. */
const SWALLOWED = new Set(['--enabled-preview-features', '--extension-types']);

function readArguments(args) {
  const read = { version: false, datasource: {}, datamodels: [], command: undefined };
  const rest = [...args];
  while (rest.length) {
    const word = rest.shift();
    if (word === '--version') read.version = true;
    else if (word === '--datasource') read.datasource = JSON.parse(rest.shift());
    else if (word === '--datamodels') read.datamodels.push(rest.shift());
    else if (word === 'cli') read.command = rest.shift();
    else if (SWALLOWED.has(word)) rest.shift();
  }
  return read;
}

/**
 * Connection settings field by field. A connectionString would not do: pg lets the URL's database win over a
 * `database` beside it, so a shadow database asked for that way would quietly be the real one.
 */
function settingsOf(url, database) {
  const parsed = new URL(url);
  const query = parsed.searchParams;
  const schema = query.get('schema') ?? 'public';
  const sslmode = query.get('sslmode') ?? 'disable';
  return {
    schema,
    connection: {
      host: decodeURIComponent(parsed.hostname) || query.get('host') || 'localhost',
      port: Number(parsed.port || 5432),
      user: decodeURIComponent(parsed.username) || undefined,
      password: decodeURIComponent(parsed.password) || undefined,
      database: database ?? decodeURIComponent(parsed.pathname.slice(1)),
      ssl: sslmode === 'disable' ? undefined : { rejectUnauthorized: sslmode.startsWith('verify') },
      options: `-c search_path="${schema}"`,
      application_name: 'holdpoint-schema-engine',
      connectionTimeoutMillis: 10_000,
      max: 1, // the statements of a migration belong to one session
    },
  };
}

async function onConnection(connection, work) {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const runOn = (settings, sql) => onConnection(settings.connection, (client) => client.query(sql));
const onMaintenance = (settings, sql) =>
  onConnection({ ...settings.connection, database: 'postgres' }, (client) => client.query(sql));

/** Makes one connection of the adapter answer queries over catalogue columns of type "char", which it otherwise refuses. */
function withCharColumns(queryable) {
  const { queryRaw, performIO } = queryable;
  queryable.queryRaw = async (query) => {
    const result = await performIO.call(queryable, query);
    const isChar = result.fields.map((field) => field.dataTypeID === OID_CHAR);
    const fields = result.fields.map((field, n) => (isChar[n] ? { ...field, dataTypeID: OID_TEXT } : field));
    // The adapter's own conversion, over the answer already in hand.
    const answered = Object.create(queryable, { performIO: { value: async () => ({ ...result, fields }) } });
    const converted = await queryRaw.call(answered, query);
    converted.columnTypes = converted.columnTypes.map((type, n) => (isChar[n] ? ColumnTypeEnum.Character : type));
    return converted;
  };
  return queryable;
}

/** Prisma's adapter for PostgreSQL, mended where migrations need it. */
class MigrationAdapter extends PrismaPg {
  #settings;
  #shadowUrl;

  constructor(settings, shadowUrl) {
    super(settings.connection, { schema: settings.schema });
    this.#settings = settings;
    this.#shadowUrl = shadowUrl;
  }

  async connect() {
    const adapter = withCharColumns(await super.connect());
    const begin = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (level) => withCharColumns(await begin(level));
    // The adapter's own executeScript cuts at every ';', also inside functions, strings and comments.
    // One simple query is one round trip and one implicit transaction.
    adapter.executeScript = async (script) => {
      await adapter
        .underlyingDriver()
        .query(script)
        .catch((error) => adapter.onError(error));
    };
    return adapter;
  }

  async connectToShadowDb() {
    if (this.#shadowUrl) return new MigrationAdapter(settingsOf(this.#shadowUrl)).connect();
    const database = `prisma_migrate_shadow_db_${randomUUID()}`;
    const name = pg.escapeIdentifier(database);
    await onMaintenance(this.#settings, `CREATE DATABASE ${name}`);
    const connection = { ...this.#settings.connection, database };
    const shadow = await new MigrationAdapter({ ...this.#settings, connection }).connect();
    const release = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await release();
      await onMaintenance(this.#settings, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    };
    return shadow;
  }
}

/** What the CLI shows for a connection that fails, by Prisma's own error codes. */
function connectionError(error, { host, port, user, database }) {
  switch (error.code) {
    case '3D000':
      return ['P1003', `Database \`${database}\` does not exist on the database server at \`${host}:${port}\`.`];
    case '28000':
    case '28P01':
      return [
        'P1000',
        `Authentication failed against the database server at \`${host}\`: the credentials for \`${user}\` are not valid.`,
      ];
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
      return ['P1001', `Can't reach database server at \`${host}:${port}\``];
    default:
      return ['P1011', error.message];
  }
}

const COMMANDS = {
  'can-connect-to-database': (settings) => runOn(settings, 'SELECT 1'),
  'create-database': (settings) => createDatabase(settings),
  'drop-database': ({ connection, ...rest }) =>
    onMaintenance({ connection, ...rest }, `DROP DATABASE ${pg.escapeIdentifier(connection.database)}`),
};

const createDatabase = (settings) =>
  onMaintenance(settings, `CREATE DATABASE ${pg.escapeIdentifier(settings.connection.database)}`);

/** `schema-engine cli NAME`: one question about the database, answered by exit code and one log line on stderr. */
async function runCommand(name, datasource) {
  process.stderr.write('\n'); // the CLI throws the first line away
  const settings = settingsOf(datasource.url);
  try {
    const command = COMMANDS[name];
    if (!command) throw new Error(`unknown command ${name}`);
    await command(settings);
    return 0;
  } catch (error) {
    const [error_code, message] = connectionError(error, settings.connection);
    const fields = { message, error_code, is_panic: false };
    const line = { timestamp: new Date().toISOString(), level: 'ERROR', target: 'schema_engine::logger', fields };
    process.stderr.write(`${JSON.stringify(line)}\n`);
    return 1;
  }
}

/** Loads the engine. It connects as soon as it is made, so this waits until the first call that needs it. */
async function loadEngine({ datasource, datamodels }) {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const code = readFileSync(path.join(PACKAGE, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();

  const files = datamodels.filter((file) => existsSync(file)).map((file) => [file, readFileSync(file, 'utf8')]);
  const debug = process.env.DEBUG ? (line) => process.stderr.write(`${line}\n`) : () => {};
  const settings = settingsOf(datasource.url || 'postgresql://localhost/postgres');
  const adapter = new MigrationAdapter(settings, datasource.shadowDatabaseUrl);
  return bindings.SchemaEngine.new(
    { datamodels: files.length ? files : undefined },
    debug,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

/** Methods that read the schema of the migration history, which the WebAssembly engine builds in devDiagnostic only. */
const NEEDS_HISTORY = new Set(['evaluateDataLoss', 'createMigration']);
/** Where the two engines name one method differently. */
const RENAMED = { getDatabaseVersion: 'version' };

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

/** Answers the CLI's calls one after another, until it closes stdin. */
async function serve(options) {
  let engine;
  const call = async (id, method, params) => {
    if (method === 'createDatabase') {
      const settings = settingsOf(options.datasource.url);
      await createDatabase(settings);
      return { databaseName: settings.connection.database };
    }
    engine ??= await loadEngine(options);
    // Asked anew each time: the history it remembers is stale once migrations have been applied.
    if (NEEDS_HISTORY.has(method)) {
      await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
    }
    const { stdout, ...result } = (await engine[RENAMED[method] ?? method](params)) ?? {};
    // The binary prints a diff by a message of its own before it answers.
    if (method !== 'diff') return stdout === undefined ? result : { stdout, ...result };
    if (stdout) send({ id: `print-${id}`, method: 'print', params: { content: stdout.replace(/\n$/, '') } });
    return result;
  };
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const { id, method, params } = JSON.parse(line);
    if (!method) continue; // an answer to a print
    try {
      send({ id, result: await call(id, method, params) });
    } catch (error) {
      const data = {
        is_panic: false,
        message: error?.message ?? String(error),
        error_code: error?.code,
        meta: error?.meta,
      };
      send({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
    }
  }
}

const options = readArguments(process.argv.slice(2));
if (options.version) {
  const { version } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8'));
  process.stdout.write(`schema-engine-wasm ${version}\n`);
} else if (options.command) {
  process.exitCode = await runCommand(options.command, options.datasource);
} else {
  await serve(options);
  process.exit(); // the engine's connection is still open
}
