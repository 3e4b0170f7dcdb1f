import { z } from 'zod';
import {
  authoritativeDefinitions,
  base,
  customProperties,
  propertySchema,
  scalar,
  stableId,
  tags,
  text,
} from './element-schema.ts';

export type { LogicalType, OdcsElement, OdcsProperty, Quality, TypeOptions } from './element-schema.ts';

/*
 * Open Data Contract Standard 3.1.0 (Bitol), as Holdpoint reads it: what the standard names is checked in the standard's words,
 * and what it does not name is refused. Servers differ by kind and are never called, so only their kind is looked at.
 */

export const API_VERSIONS = ['v3.1.0', 'v3.0.2', 'v3.0.1', 'v3.0.0', 'v2.2.2', 'v2.2.1', 'v2.2.0'] as const;
const SERVER_KINDS = [
  ...[
    'api',
    'athena',
    'azure',
    'bigquery',
    'clickhouse',
    'databricks',
    'denodo',
    'dremio',
    'duckdb',
    'glue',
    'cloudsql',
  ],
  ...['db2', 'hive', 'impala', 'informix', 'kafka', 'kinesis', 'local', 'mysql', 'oracle', 'postgresql', 'postgres'],
  ...[
    'presto',
    'pubsub',
    'redshift',
    's3',
    'sftp',
    'snowflake',
    'sqlserver',
    'synapse',
    'trino',
    'vertica',
    'zen',
    'custom',
  ],
];

const objectSchema = z.strictObject({
  ...base,
  name: text.min(1),
  logicalType: z.literal('object').optional(),
  dataGranularityDescription: text.optional(),
  properties: z.array(propertySchema).optional(),
  relationships: z.array(z.looseObject({ from: z.json(), to: z.json() })).optional(),
});
export type OdcsObject = z.infer<typeof objectSchema>;

const day = z.iso.date();
const memberSchema = z.strictObject({
  id: stableId.optional(),
  username: text,
  name: text.optional(),
  description: text.optional(),
  role: text.optional(),
  dateIn: day.optional(),
  dateOut: day.optional(),
  replacedByUsername: text.optional(),
  tags: tags.optional(),
  customProperties: customProperties.optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
});
const teamSchema = z.strictObject({
  id: stableId.optional(),
  name: text.optional(),
  description: text.optional(),
  members: z.array(memberSchema).optional(),
  tags: tags.optional(),
  customProperties: customProperties.optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
});
const supportSchema = z.strictObject({
  id: stableId.optional(),
  channel: text,
  url: text.optional(),
  description: text.optional(),
  tool: text.optional(),
  scope: text.optional(),
  invitationUrl: text.optional(),
  customProperties: customProperties.optional(),
});
const roleSchema = z.strictObject({
  id: stableId.optional(),
  role: text,
  description: text.optional(),
  access: text.optional(),
  firstLevelApprovers: text.optional(),
  secondLevelApprovers: text.optional(),
  customProperties: customProperties.optional(),
});
const slaPropertySchema = z.strictObject({
  id: stableId.optional(),
  property: text,
  value: scalar,
  valueExt: scalar.optional(),
  unit: text.optional(),
  element: text.optional(),
  driver: text.optional(),
  description: text.optional(),
  scheduler: text.optional(),
  schedule: text.optional(),
});
export type SlaProperty = z.infer<typeof slaPropertySchema>;

/** A whole data contract. */
export const odcsSchema = z.strictObject({
  version: text.min(1),
  kind: z.literal('DataContract'),
  apiVersion: z.enum(API_VERSIONS),
  id: text.min(1),
  status: text.min(1),
  name: text.optional(),
  tenant: text.optional(),
  tags: tags.optional(),
  servers: z
    .array(
      z.looseObject({ server: text, type: z.enum(SERVER_KINDS as [string, ...string[]]), id: stableId.optional() }),
    )
    .optional(),
  dataProduct: text.optional(),
  description: z
    .strictObject({
      usage: text.optional(),
      purpose: text.optional(),
      limitations: text.optional(),
      authoritativeDefinitions: authoritativeDefinitions.optional(),
      customProperties: customProperties.optional(),
    })
    .optional(),
  domain: text.optional(),
  schema: z.array(objectSchema).optional(),
  support: z.array(supportSchema).optional(),
  price: z
    .strictObject({
      id: stableId.optional(),
      priceAmount: z.number().optional(),
      priceCurrency: text.optional(),
      priceUnit: text.optional(),
    })
    .optional(),
  team: z.union([teamSchema, z.array(memberSchema)]).optional(),
  roles: z.array(roleSchema).optional(),
  slaDefaultElement: text.optional(),
  slaProperties: z.array(slaPropertySchema).optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
  customProperties: customProperties.optional(),
  contractCreatedTs: z.iso.datetime({ offset: true }).optional(),
});
export type OdcsDocument = z.infer<typeof odcsSchema>;

/** Something that a reader should know of a document: kept, but not carried out here, or carried out in another way. */
export type DocumentNote = { path: string; words: string };
