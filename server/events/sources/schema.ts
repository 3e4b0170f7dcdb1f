import { z } from 'zod';
import { KEY_SCOPES, type KeyScope } from '../../core/context.ts';
import { alertSchema, standingSchema } from '../health/schema.ts';
import { CLASSIFICATIONS } from '../odcs/constants.ts';

const instant = z.iso.datetime({ offset: true });

export const sourceViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  system: z.string(),
  region: z.string(),
  active: z.boolean(),
  mayReplay: z.boolean(),
  standings: z.array(standingSchema),
  /** Open ones first, then the newest that have closed. */
  alerts: z.array(alertSchema),
  /** accepted + duplicates + quarantined + rejected = sent + replayed; sent is counted apart from the others. */
  counts: z.object({
    sent: z.number(),
    replayed: z.number(),
    accepted: z.number(),
    duplicates: z.number(),
    quarantined: z.number(),
    rejected: z.number(),
  }),
  lastSignalAt: instant.nullable(),
  streams: z.array(
    z.object({
      source: z.string(),
      clock: z.enum(['wall', 'replay']),
      worldAt: instant.nullable(),
      lastSignalAt: instant.nullable(),
    }),
  ),
});
export type SourceView = z.infer<typeof sourceViewSchema>;

/** Something about one line of a file: refused, with the reason, or streamed although the source told too little. */
export const findingSchema = z.object({
  row: z.number().int(),
  line: z.string().max(200),
  kind: z.enum(['refused', 'quality']),
  reason: z.string().max(500),
});
export type Finding = z.infer<typeof findingSchema>;

/** Findings that one run may report; what goes beyond is summed up by the sender. */
export const MAX_FINDINGS = 3_000;

export const replayViewSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  fileHash: z.string(),
  source: z.string(),
  lines: z.number().int(),
  streamed: z.number().int(),
  refused: z.number().int(),
  signals: z.number().int(),
  accepted: z.number().int(),
  duplicates: z.number().int(),
  quarantined: z.number().int(),
  findings: z.array(findingSchema),
  startedAt: instant,
  finishedAt: instant.nullable(),
});
export type ReplayView = z.infer<typeof replayViewSchema>;

/** How detection did on one stream, counted in lines, from the store. */
export const detectionQualitySchema = z.object({
  source: z.string(),
  lines: z.number().int(),
  delivered: z.number().int(),
  trulyLate: z.number().int(),
  /** Truly late lines raised while they were still undelivered. */
  raisedInTime: z.number().int(),
  /** Truly late lines first heard of when delivered, raised then. */
  foundOnDelivery: z.number().int(),
  /** Raised as overdue, but delivered in time and recorded late. */
  falseAlarms: z.number().int(),
  missed: z.number().int(),
  openOverdue: z.number().int(),
});
export type DetectionQuality = z.infer<typeof detectionQualitySchema>;

const count = z.number().int().nonnegative().max(2_147_483_647);
const text = z.string().trim().min(1).max(300);

/** A run of a delivery history begins: what its file holds, and what cannot be streamed or is doubtful. */
export const replayInput = z.object({
  fileName: text,
  fileHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be SHA-256 in hex'),
  source: text.describe('CloudEvents source of the signals it will send'),
  lines: count,
  findings: z.array(findingSchema).max(MAX_FINDINGS),
});
export type ReplayInput = z.infer<typeof replayInput>;

/** How far it has come: totals, never steps, so that telling twice does no harm. */
export const replayProgressInput = z.object({
  streamed: count.describe('Lines of the file whose signals are all sent'),
  signals: count,
  accepted: count,
  duplicates: count,
  quarantined: count,
  finished: z.boolean().default(false),
});
export type ReplayProgress = z.input<typeof replayProgressInput>;

export const keyScopeSchema = z.enum(KEY_SCOPES);

const sourceId = z.uuid();
const signalType = z
  .string()
  .trim()
  .max(120)
  .regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/, 'must be lower case, such as purchase-order.placed');
const region = z
  .string()
  .trim()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower case with hyphens');

/** What a key is for, and where it may read: a key that only sends reads its own signals, and no regions. */
const grant = {
  scopes: z
    .array(keyScopeSchema)
    .min(1, 'pick at least one')
    .default(['send'])
    .transform((scopes) => KEY_SCOPES.filter((scope) => scopes.includes(scope))),
  regions: z
    .array(z.union([z.literal('*'), region]))
    .max(100)
    .default([])
    .transform((regions) => (regions.includes('*') ? ['*'] : [...new Set(regions)].sort())),
};
type Grant = { scopes: KeyScope[]; regions: string[] };
const readsSomewhere = ({ scopes, regions }: Grant) => sendsOnly(scopes) === (regions.length === 0);
const sendsOnly = (scopes: readonly KeyScope[]) => scopes.every((scope) => scope === 'send');
const READS_SOMEWHERE = {
  path: ['regions'],
  message: 'name the regions that a key with read or propose may see; a key that only sends has none',
};

/** A source to connect: who it is, which signal types it may send, and what its first key is for. */
export const addSourceInput = z
  .object({
    name: z.string().trim().min(1).max(120),
    system: z.string().trim().min(1).max(60),
    region,
    mayReplay: z.boolean(),
    /** None for one that only reads. */
    types: z.array(signalType).max(100),
    /** At most this old may the newest signal of a type be; null agrees on nothing, so nothing is measured. */
    freshnessMinutes: z.number().int().min(1).max(44_640).nullable(),
    ...grant,
  })
  .refine(readsSomewhere, READS_SOMEWHERE)
  .refine(({ scopes, types }) => types.length > 0 || !scopes.includes('send'), {
    path: ['types'],
    message: 'pick at least one type of signal that it sends',
  });
export const rotateKeyInput = z
  .object({
    sourceId,
    /** How long keys in use for the same go on working, in minutes of wall time; 0 ends them at once. */
    graceMinutes: z.number().int().min(0).max(43_200),
    ...grant,
  })
  .refine(readsSomewhere, READS_SOMEWHERE);
export const revokeKeyInput = z.object({ sourceId, keyId: z.uuid() });
export const switchSourceInput = z.object({ sourceId, active: z.boolean() });

const documentText = z.string().min(1).max(262_144);
export const contractInput = z.object({ sourceId, type: signalType });
export const checkContractInput = contractInput.extend({ document: documentText });
export const releaseContractInput = checkContractInput.extend({
  /** The newest version that was on the screen; 0 for none. */
  seenVersion: z.number().int().nonnegative(),
  note: z.string().trim().min(1, 'say what changed').max(500),
  draft: z.boolean().default(false),
});
export const switchContractInput = contractInput.extend({
  version: z.number().int().positive(),
  state: z.enum(['active', 'retired']),
});
export const versionsInput = contractInput.extend({ version: z.number().int().positive() });
export const compareInput = contractInput.extend({
  before: z.number().int().positive(),
  after: z.number().int().positive(),
});

/** A key as it is shown, once. */
export const newKeySchema = z.object({ sourceId: z.string(), keyId: z.string(), key: z.string() });
export type NewKey = z.infer<typeof newKeySchema>;

export const changeSchema = z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() });

/** What a document would be as the next version of a contract. */
export const contractCheckSchema = z.object({
  /** Why it cannot be released, each with its place; empty when it can. */
  breaks: z.array(
    z.object({
      version: z.number().int(),
      direction: z.enum(['backward', 'forward']),
      path: z.string(),
      words: z.string(),
    }),
  ),
  notes: z.array(z.object({ path: z.string(), words: z.string() })),
  /** What differs from the active version, or from nothing. */
  changes: z.array(changeSchema),
  nextVersion: z.number().int(),
});
export type ContractCheck = z.infer<typeof contractCheckSchema>;

export const contractVersionSchema = z.object({
  type: z.string(),
  version: z.number().int(),
  state: z.enum(['draft', 'active', 'retired']),
  note: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  activatedAt: instant.nullable(),
  retiredAt: instant.nullable(),
});

export const contractDocumentSchema = contractVersionSchema.extend({
  /** YAML, as a person reads and edits it. */
  text: z.string(),
  notes: z.array(z.object({ path: z.string(), words: z.string() })),
  owner: z.string().nullable(),
  fields: z.array(
    z.object({
      path: z.string(),
      type: z.string(),
      required: z.boolean(),
      classification: z.string().nullable(),
      description: z.string().nullable(),
    }),
  ),
  sla: z.object({
    freshnessMs: z.number().nullable(),
    latencyMs: z.number().nullable(),
    signalsPerHour: z.number().nullable(),
    objective: z.number(),
    badShare: z.number().nullable(),
  }),
});
export type ContractDocument = z.infer<typeof contractDocumentSchema>;

/** A source with its keys, the versions of its contracts, and its newest bad signal. */
export const sourceDetailSchema = sourceViewSchema.extend({
  createdAt: instant,
  keys: z.array(
    z.object({
      id: z.string(),
      hint: z.string(),
      scopes: z.array(keyScopeSchema),
      regions: z.array(z.string()),
      sendRegions: z.array(z.string()).describe('For which regions it may send; "*" is any'),
      createdAt: instant,
      createdBy: z.string(),
      expiresAt: instant.nullable(),
      revokedAt: instant.nullable(),
      live: z.boolean(),
    }),
  ),
  contracts: z.array(contractVersionSchema),
  /** The newest signal in the log that it sent. */
  lastGood: z.object({ source: z.string(), id: z.string(), receivedAt: instant }).nullable(),
  lastBad: z
    .object({
      id: z.string(),
      reason: z.string(),
      detail: z.string(),
      signalId: z.string().nullable(),
      receivedAt: instant,
    })
    .nullable(),
});
export type SourceDetail = z.infer<typeof sourceDetailSchema>;

const promise = (most: number) => z.number().positive().max(most).nullable();

/** What a person changes of a contract without writing it: its promises, and how fields are to be treated. Null takes it out. */
export const amendInput = z.object({
  document: documentText,
  freshnessMinutes: promise(44_640),
  latencySeconds: promise(2_678_400),
  signalsPerHour: promise(1e9),
  objectivePercent: z.number().min(0).max(100).nullable(),
  badPercent: z.number().min(0).max(100).nullable(),
  classify: z.object({ path: z.string().min(1), classification: z.enum(CLASSIFICATIONS).nullable() }).nullable(),
});
