import { z } from 'zod';
import { publishedActionSchema } from '../../actions/sagas/schema.ts';
import { pageOf } from '../../db/page-rows.ts';
import { publishedDisruptionSchema } from '../../decisions/disruptions/schema.ts';
import { publishedDecisionSchema, publishedProposalSchema } from '../../decisions/proposals/schema.ts';
import { CONTRACTS, contractJsonSchema, contractUri } from '../../events/contracts/index.ts';
import { csvMappingSchema } from '../../events/formats/csv/schema.ts';
import { acceptanceSchema, cloudEventSchema } from '../../events/formats/schema.ts';
import { MEDIA_TYPES } from '../../events/imports/constants.ts';
import {
  importAnswerSchema,
  importRowSchema,
  importViewSchema,
  mappingViewSchema,
} from '../../events/imports/schema.ts';
import { runEventPageSchema, signalTraceSchema } from '../../events/lineage/schema.ts';
import { replayInput, replayProgressInput } from '../../events/sources/schema.ts';
import {
  idempotencyKey,
  json,
  ok,
  parameter,
  REFUSED_BODIES,
  refusals,
  SAME_ANSWER,
  schemaOf,
} from './describe-calls.ts';
import { CAPTURE_CALLS } from './describe-captures.ts';
import { importQuery } from './imports.ts';

const streamSchema = z.object({
  source: z.string(),
  clock: z.enum(['wall', 'replay']),
  worldAt: z.iso.datetime().nullable(),
  recordedTo: z.iso.datetime().nullable().describe('Newest record time accepted: where a sender goes on'),
  lastSignalAt: z.iso.datetime().nullable(),
});

const READS = 'Needs a key with the scope `read`, and answers within its regions.';
const OWN = 'Needs a key with the scope `send`: what the source itself has sent.';

/** A list in commit order. Its cursor is opaque; a row that was committed late comes after what was read before, never earlier. */
const list = (name: string, item: z.ZodType) => ({
  get: {
    summary: `The ${name} in the order in which they were committed, a page at a time`,
    description: `${READS} Each row is given as it stands now. Go on with \`next\`; when it is null, come back later with \`position\`.`,
    parameters: [
      parameter('after', 'query', 'The `next` or the `position` of a page before'),
      parameter('limit', 'query', 'Rows of a page', { type: 'integer', minimum: 1, maximum: 500, default: 100 }),
    ],
    responses: { 200: ok('A page', pageOf(item)), ...refusals(400, 401, 403) },
  },
});

let document: object | undefined;

/** The OpenAPI 3.1 description of the machine API, made from the schemas that the calls themselves parse with. */
export function openApiDocument(): object {
  document ??= {
    openapi: '3.1.0',
    info: { title: 'Holdpoint machine API', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/api/v1' }],
    security: [{ key: [] }],
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'Key of a connected source. It has scopes: `send` (signals and files, and what became of them), `read` (cases, proposals, decisions, actions, lineage and signals of its regions), `propose` (kept for a later release; no call asks for it yet).',
        },
      },
      schemas: Object.fromEntries(
        CONTRACTS.map((contract) => [
          `${contract.type}.v${contract.version}`,
          { ...contractJsonSchema(contract), $id: contractUri(contract), description: contract.meaning },
        ]),
      ),
    },
    paths: {
      '/signals': {
        post: {
          summary: 'Send signals as CloudEvents 1.0: structured, binary or batch',
          description:
            'Answered once all is committed. The same source and id again is a duplicate, with another payload a conflict that is quarantined. `data` follows the contract of `type` and `dataschema`. At most 256 kB a signal and 8 MB a request.',
          parameters: [
            ...['specversion', 'id', 'source', 'type', 'subject', 'time', 'dataschema', 'recordedtime', 'region'].map(
              (name) =>
                parameter(`ce-${name}`, 'header', 'Binary mode: the attribute, percent-encoded; the body is the data'),
            ),
            idempotencyKey(SAME_ANSWER),
          ],
          requestBody: {
            required: true,
            content: {
              'application/cloudevents+json': { schema: schemaOf(cloudEventSchema) },
              'application/cloudevents-batch+json': { schema: schemaOf(z.array(cloudEventSchema)) },
              'application/json': { schema: {} },
            },
          },
          responses: { 202: ok('What became of them', acceptanceSchema), ...REFUSED_BODIES },
        },
      },
      '/signals/{source}/{id}': {
        get: {
          summary: 'A signal, its contract, and where it went',
          description:
            'With the scope `send`: signals of your own source, with all that came of them. With `read`: any signal of the regions of the key, with what came of it there.',
          parameters: [parameter('source', 'path', 'Percent-encoded'), parameter('id', 'path', 'Percent-encoded')],
          responses: { 200: ok('The trace', signalTraceSchema), ...refusals(400, 401, 403, 404) },
        },
      },
      '/lineage': {
        get: {
          summary: 'Lineage as OpenLineage run events, oldest first, a page at a time',
          description:
            'Needs a key with the scope `read`; a batch is told by what of it lies in the regions of the key, so a page may hold fewer events, or none. Ingest, evaluation, decisions and actions as runs of OpenLineage 2-0-2, built from the audit record: the same page is the same for ever. A collector fetches them; nothing is pushed.',
          parameters: [
            parameter('after', 'query', 'The `next` of the page before'),
            parameter('limit', 'query', 'Entries of the record, at most 200; each gives one or more events', {
              type: 'integer',
              minimum: 1,
              maximum: 200,
              default: 50,
            }),
          ],
          responses: { 200: ok('A page', runEventPageSchema), ...refusals(400, 401, 403) },
        },
      },
      '/streams/{source}': {
        get: {
          summary: 'How far a stream of yours has come',
          description: OWN,
          parameters: [parameter('source', 'path', 'Percent-encoded')],
          responses: { 200: ok('The stream', streamSchema), ...refusals(400, 401, 403, 404) },
        },
      },
      ...CAPTURE_CALLS,
      '/imports': {
        post: {
          summary: 'Import a file: CSV, X12, EDIFACT, or a mail',
          description:
            'Answered once every good row is committed; row errors name row and reason. Rows = accepted + duplicates + quarantined + refused. X12 is answered with a 997, EDIFACT with a CONTRL: in the answer, or as the answer when Accept asks for it. At most 32 MB. The same file again is all duplicates.',
          parameters: [
            ...['name', 'mapping', 'type'].map((name) =>
              parameter(name, 'query', importQuery.shape[name as keyof typeof importQuery.shape].description ?? ''),
            ),
            idempotencyKey(SAME_ANSWER),
          ],
          requestBody: {
            required: true,
            content: Object.fromEntries(
              Object.keys(MEDIA_TYPES).map((media) => [media, { schema: { type: 'string' } }]),
            ),
          },
          responses: {
            202: {
              description: 'What became of its rows',
              content: {
                ...json(importAnswerSchema),
                'application/edi-x12': { schema: { type: 'string' } },
                'application/edifact': { schema: { type: 'string' } },
              },
            },
            ...REFUSED_BODIES,
          },
        },
        get: {
          summary: 'The newest imports',
          description: OWN,
          responses: { 200: ok('At most 100', z.object({ items: z.array(importRowSchema) })), ...refusals(401, 403) },
        },
      },
      '/imports/{id}': {
        get: {
          summary: 'An import with its row errors',
          description: OWN,
          parameters: [parameter('id', 'path', 'Id of the import')],
          responses: { 200: ok('The import', importViewSchema), ...refusals(401, 403, 404) },
        },
      },
      '/imports/{id}/acknowledgement': {
        get: {
          summary: 'The 997 or CONTRL of an import',
          parameters: [parameter('id', 'path', 'Id of the import')],
          responses: {
            200: {
              description: 'As it was sent back',
              content: {
                'application/edi-x12': { schema: { type: 'string' } },
                'application/edifact': { schema: { type: 'string' } },
              },
            },
            ...refusals(401, 403, 404),
          },
        },
      },
      '/imports/{id}/file': {
        get: {
          summary: 'The file of an import, byte for byte',
          parameters: [parameter('id', 'path', 'Id of the import')],
          responses: {
            200: { description: 'The file', content: { 'application/octet-stream': { schema: {} } } },
            ...refusals(401, 403, 404),
          },
        },
      },
      '/imports/mappings': {
        get: {
          summary: 'How CSV files become signals: the newest version of each saved mapping',
          responses: {
            200: ok('The mappings', z.object({ items: z.array(mappingViewSchema) })),
            ...refusals(401, 403),
          },
        },
      },
      '/imports/mappings/{name}': {
        put: {
          summary: 'Save a mapping as the next version of its name',
          parameters: [parameter('name', 'path', 'Percent-encoded')],
          requestBody: { required: true, content: json(csvMappingSchema) },
          responses: {
            200: ok('Its version', z.object({ name: z.string(), version: z.number().int() })),
            ...refusals(400, 401, 403, 409, 413, 415),
          },
        },
      },
      '/replays': {
        post: {
          summary: 'A delivery history begins',
          parameters: [{ ...idempotencyKey('Made once for this run'), required: true }],
          requestBody: { required: true, content: json(replayInput) },
          responses: { 201: ok('Its id', z.object({ id: z.string() })), ...REFUSED_BODIES },
        },
      },
      '/replays/{id}/progress': {
        post: {
          summary: 'How far a replay has come, as totals',
          parameters: [parameter('id', 'path', 'Id of the replay')],
          requestBody: { required: true, content: json(replayProgressInput) },
          responses: { 204: { description: 'Noted' }, ...refusals(400, 401, 403, 404, 409, 413, 415, 429, 503) },
        },
      },
      '/disruptions': list('cases', publishedDisruptionSchema),
      '/proposals': list('proposals', publishedProposalSchema),
      '/decisions': list('decisions', publishedDecisionSchema),
      '/actions': list('actions', publishedActionSchema),
    },
  };
  return document;
}
