import path from 'node:path';
import { z } from 'zod';

const ROLE_NAMES = ['web', 'ingest', 'decide', 'act', 'seal'] as const;
export type TowerRole = (typeof ROLE_NAMES)[number];

const empty = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(type: T) => z.preprocess(empty, type.optional());

const schema = z.object({
  NODE_ENV: z.preprocess(empty, z.enum(['development', 'production', 'test']).default('development')),
  PORT: z.preprocess(empty, z.coerce.number().int().min(1).max(65535).default(3000)),
  /** The address of this machine to listen on. Unset: every one, in demo mode this machine's own (loopback) alone. */
  TOWER_HOST: optional(
    z.string().regex(/^[\w.:-]{1,253}$/, 'an address or name of this machine, such as 0.0.0.0 or localhost'),
  ),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
  TOWER_DATA_DIR: z.preprocess(empty, z.string().default('.data')),
  TOWER_ROLES: z.preprocess(
    empty,
    z
      .string()
      .default('all')
      .transform((text) => (text === 'all' ? [...ROLE_NAMES] : text.split(',').map((role) => role.trim())))
      .pipe(z.array(z.enum(ROLE_NAMES)).min(1)),
  ),
  /** Demo mode: seeds the demo accounts and the demo sources. Set by `npm run demo`, refused by `npm start`. */
  TOWER_DEMO: z.preprocess(
    empty,
    z
      .enum(['0', '1'])
      .default('0')
      .transform((text) => text === '1'),
  ),
  /** Seconds between a decision and its dispatch in which Undo stops it. */
  TOWER_GRACE_SECONDS: z.preprocess(empty, z.coerce.number().min(0).max(86_400).default(30)),
  /** Where the pretend enterprise listens when it runs as its own process (server/sandbox/main.ts). */
  SANDBOX_PORT: z.preprocess(empty, z.coerce.number().int().min(1).max(65535).default(3010)),
  SANDBOX_URL: z.preprocess(empty, z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3010')),
  /** NATS servers with JetStream, separated by commas, from which signals are consumed: nats://user:password@host:4222 */
  NATS_URL: optional(
    z.string().refine((text) => text.split(',').every((one) => /^(nats|tls):\/\/[^\s,/]+\/?$/.test(one.trim())), {
      error: 'one or more nats://host:port, separated by commas',
    }),
  ),
  /** Signals a second that a source may send to one process; a source that may replay, 50 times as many. 0 is no limit. */
  TOWER_SOURCE_RATE: z.preprocess(empty, z.coerce.number().min(0).max(1_000_000).default(1_000)),
  /** Proxies in front, each of which adds to X-Forwarded-For the address it was called from. 0: the header is not believed. */
  TOWER_PROXIES: z.preprocess(empty, z.coerce.number().int().min(0).max(10).default(0)),
  /** Who brings it as bearer may read /metrics from other machines. */
  TOWER_METRICS_TOKEN: optional(z.string().regex(/^\S{16,300}$/, '16 to 300 characters without spaces')),
  NEXTAUTH_URL: optional(z.url({ protocol: /^https?$/ })),
  NEXTAUTH_SECRET: optional(z.string().min(32, 'at least 32 characters')),
  LOG_LEVEL: z.preprocess(empty, z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info')),
});

export type Env = Omit<z.infer<typeof schema>, 'NEXTAUTH_URL' | 'TOWER_HOST'> & {
  NEXTAUTH_URL: string;
  dataDir: string;
  /** What to listen on; undefined is every address of this machine. */
  host: string | undefined;
};

/**
 * The environment, checked. This is the only place that reads `process.env` for settings.
 * @throws Error that names each wrong variable and what it should be.
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const { TOWER_HOST, ...env } = checked(schema, source, 'Holdpoint');
  return {
    ...env,
    // Demo accounts and keys are published: nobody else on the network is to use them unless somebody says so.
    host: TOWER_HOST ?? (env.TOWER_DEMO ? 'localhost' : undefined),
    NEXTAUTH_URL: env.NEXTAUTH_URL ?? `http://localhost:${env.PORT}`,
    dataDir: path.resolve(env.TOWER_DATA_DIR),
  };
}

/** Tells next-auth, which reads these two from the environment itself. */
export function lendToNextAuth(url: string, secret: string): void {
  process.env.NEXTAUTH_URL = url;
  process.env.NEXTAUTH_SECRET = secret;
}

function checked<T extends z.ZodType>(type: T, source: NodeJS.ProcessEnv, what: string): z.infer<T> {
  const parsed = type.safeParse(source);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is wrong, so ${what} does not start:\n${lines.join('\n')}`);
}

const feedSchema = z.object({
  TOWER_URL: z.preprocess(empty, z.url({ protocol: /^https?$/ }).default('http://localhost:3000')),
  TOWER_KEY: z.preprocess(empty, z.string().default('demo-source-key')),
  GATEWAY_KEY: z.preprocess(empty, z.string().default('demo-gateway-key')),
  FEED_SCENARIO: z.preprocess(empty, z.string().default('standard')),
});

type FeedEnv = { url: string; key: string; gatewayKey: string; scenario: string };

/**
 * Where the generated company and the gateway of its cold rooms send their signals, with which keys, and which story is told.
 * @throws Error that names each wrong variable and what it should be.
 */
export function readFeedEnv(source: NodeJS.ProcessEnv = process.env): FeedEnv {
  const { TOWER_URL, TOWER_KEY, GATEWAY_KEY, FEED_SCENARIO } = checked(feedSchema, source, 'the feed');
  return { url: TOWER_URL, key: TOWER_KEY, gatewayKey: GATEWAY_KEY, scenario: FEED_SCENARIO };
}
