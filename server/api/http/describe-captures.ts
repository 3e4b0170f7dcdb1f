import { z } from 'zod';
import { captureJobSchema, messagesTakenSchema } from '../../events/captures/schema.ts';
import { idempotencyKey, ok, parameter, REFUSED_BODIES, refusals, SAME_ANSWER } from './describe-calls.ts';

/** The calls that take EPCIS documents and DCSA events. */
export const CAPTURE_CALLS = {
  '/epcis/capture': {
    post: {
      summary: 'Capture an EPCIS 2.0 document, or one event with its context',
      description:
        'REST binding of EPCIS 2.0. The job is done when it is answered. `GS1-Capture-Error-Behaviour: rollback` (the default) takes all events or none, `proceed` takes every sound one. At most 256 kB an event, 8 MB and 10,000 signals a document; each sensor report is a signal.',
      parameters: [
        parameter('GS1-EPCIS-Version', 'header', '2.0 or 2.0.0'),
        parameter('GS1-CBV-Version', 'header', '2.0 or 2.0.0'),
        parameter('GS1-Capture-Error-Behaviour', 'header', 'What one refused event means for the others', {
          type: 'string',
          enum: ['rollback', 'proceed'],
          default: 'rollback',
        }),
        idempotencyKey(SAME_ANSWER),
      ],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: {} }, 'application/ld+json': { schema: {} } },
      },
      responses: {
        202: {
          description: 'Done: its job says what became of the events',
          headers: { Location: { description: 'Address of the job', schema: { type: 'string' } } },
        },
        ...REFUSED_BODIES,
      },
    },
    get: {
      summary: 'The capture jobs of your source, newest first',
      parameters: [
        parameter('perPage', 'query', 'Jobs of a page, at most 100', {
          type: 'integer',
          minimum: 1,
          maximum: 100,
          default: 30,
        }),
        parameter('nextPageToken', 'query', 'From the Link header of the page before'),
      ],
      responses: { 200: ok('A page', z.array(captureJobSchema)), ...refusals(400, 401, 403) },
    },
  },
  '/epcis/capture/{id}': {
    get: {
      summary: 'What became of an EPCIS document',
      parameters: [parameter('id', 'path', 'Id of the job')],
      responses: { 200: ok('The job', captureJobSchema), ...refusals(401, 403, 404) },
    },
  },
  '/dcsa/events': {
    post: {
      summary: 'Send DCSA events: track and trace, IoT, reefer, port call; one or a list',
      description:
        'An event is taken whole or not at all: with its readings. accepted + duplicates + quarantined + rejected = signals.',
      requestBody: { required: true, content: { 'application/json': { schema: {} } } },
      parameters: [idempotencyKey(SAME_ANSWER)],
      responses: { 202: ok('What became of them', messagesTakenSchema), ...REFUSED_BODIES },
    },
  },
};
