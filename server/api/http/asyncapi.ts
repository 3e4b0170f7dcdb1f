import { z } from 'zod';
import { CONTRACTS, contractJsonSchema, contractUri } from '../../events/contracts/index.ts';
import { cloudEventSchema } from '../../events/formats/schema.ts';
import {
  dismissalSchema,
  frameSchema,
  personSchema,
  pulseSchema,
  resetSchema,
  resumeSchema,
} from '../../realtime/frames.ts';

const schemaOf = (type: z.ZodType): object => {
  const { $schema, ...schema } = z.toJSONSchema(type, { io: 'input' }) as Record<string, unknown>;
  return schema;
};
const nameOf = ({ type, version }: { type: string; version: number }) => `${type}.v${version}`;
const message = (title: string, summary: string, payload: object) => ({
  title,
  summary,
  contentType: 'application/json',
  payload,
});
const refs = (channel: string, names: readonly string[]) =>
  names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));

const LIVE = {
  frame: message('frame', 'Something changed: what, and where it stands in the feed', schemaOf(frameSchema)),
  reset: message('reset', 'Too much was missed: fetch everything anew', schemaOf(resetSchema)),
  pulse: message('pulse', 'Every second: how the tower stands', schemaOf(pulseSchema)),
  person: message('person', 'First: who the socket speaks to', schemaOf(personSchema)),
  dismissed: message('dismissed', 'Last: why the server hangs up', schemaOf(dismissalSchema)),
  resume: message('resume', 'Where the client stopped', schemaOf(resumeSchema)),
};

/** A signal as the message of a channel: the envelope, with the data of its contract. */
const signalMessages = () =>
  Object.fromEntries(
    CONTRACTS.map((contract) => [
      nameOf(contract),
      {
        title: nameOf(contract),
        summary: contract.meaning,
        contentType: 'application/cloudevents+json',
        payload: {
          allOf: [
            { $ref: '#/components/schemas/cloudevent' },
            {
              type: 'object',
              properties: {
                type: { const: contract.type },
                dataschema: { const: contractUri(contract) },
                data: { $ref: `#/components/schemas/${nameOf(contract)}` },
              },
              required: ['data'],
            },
          ],
        },
      },
    ]),
  );

let document: object | undefined;

/**
 * The AsyncAPI 3.0 description of what the tower takes from a broker and pushes to screens, made from the schemas that
 * acceptance and the screens parse with.
 */
export function asyncApiDocument(): object {
  document ??= {
    asyncapi: '3.0.0',
    info: {
      title: 'Holdpoint events',
      version: '1',
      description: 'Signals in, over NATS JetStream (over HTTP: see the OpenAPI document), and live frames out.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      nats: {
        host: '{host}',
        protocol: 'nats',
        description: 'The broker that NATS_URL names; see docs/edge.md',
        variables: { host: { default: 'localhost:4222' } },
        security: [{ $ref: '#/components/securitySchemes/broker' }],
      },
      live: {
        host: '{host}',
        pathname: '/api/socket',
        protocol: 'socket.io',
        description: 'The web process; session cookie and an allowed Origin are required',
        variables: { host: { default: 'localhost:3000' } },
        security: [{ $ref: '#/components/securitySchemes/session' }],
      },
    },
    channels: {
      signals: {
        address: 'holdpoint.signals.{sourceId}',
        description: 'CloudEvents of one source: structured, batch, or binary with `ce-` headers',
        servers: [{ $ref: '#/servers/nats' }],
        parameters: { sourceId: { description: 'Id of the connected source that publishes' } },
        messages: signalMessages(),
      },
      live: {
        address: '/api/socket',
        description: 'socket.io events, named as their messages',
        servers: [{ $ref: '#/servers/live' }],
        messages: LIVE,
      },
    },
    operations: {
      takeSignals: {
        action: 'receive',
        summary: 'The tower consumes signals durably and acknowledges each after its commit',
        channel: { $ref: '#/channels/signals' },
        messages: refs('signals', CONTRACTS.map(nameOf)),
      },
      pushFrames: {
        action: 'send',
        summary: 'The tower tells screens what changed',
        channel: { $ref: '#/channels/live' },
        messages: refs('live', ['frame', 'reset', 'pulse', 'person', 'dismissed']),
      },
      resumeFrames: {
        action: 'receive',
        summary: 'A screen says where it stopped and gets what it missed, or `reset`',
        channel: { $ref: '#/channels/live' },
        messages: refs('live', ['resume']),
      },
    },
    components: {
      schemas: {
        cloudevent: schemaOf(cloudEventSchema),
        ...Object.fromEntries(
          CONTRACTS.map((contract) => {
            const { $schema, ...schema } = contractJsonSchema(contract);
            return [nameOf(contract), { ...schema, description: contract.meaning }];
          }),
        ),
      },
      securitySchemes: {
        broker: { type: 'userPassword', description: 'A user of the broker who may publish to its own subject' },
        session: { type: 'httpApiKey', in: 'cookie', name: 'next-auth.session-token' },
      },
    },
  };
  return document;
}
