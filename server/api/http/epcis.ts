import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, invalid } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/client.ts';
import { captureDocument, findCapture, listCaptures } from '../../events/captures/index.ts';
import { captureListInput, type ErrorBehaviour, errorBehaviourSchema } from '../../events/captures/schema.ts';
import { MAX_BODY_BYTES, MAX_SIGNALS } from '../../events/formats/constants.ts';
import { CBV_VERSION, EPCIS_VERSION } from '../../events/formats/epcis/constants.ts';
import type { Intake } from '../../events/ingest/index.ts';
import { isRefused, sendProblem } from './problem.ts';
import { runOnce, SOON_GIVEN_UP_MS } from './run-once.ts';

/** What EPCIS 2.0 calls its exceptions, by status (REST binding, problem documents). */
const EXCEPTIONS: Record<number, string> = {
  400: 'ValidationException',
  401: 'SecurityException',
  403: 'SecurityException',
  404: 'NoSuchResourceException',
  406: 'NotAcceptableException',
  413: 'CaptureLimitExceededException',
  415: 'UnsupportedMediaTypeException',
};
const exceptionOf = (status: number) => `epcisException:${EXCEPTIONS[status] ?? 'ImplementationException'}`;

const ONCE = { call: 'POST /epcis/capture', required: false, givenUpMs: SOON_GIVEN_UP_MS };

/** `POST /epcis/capture`, its jobs, and what it can do, as the REST binding of EPCIS 2.0 says (chapter 12). */
export const epcisRoutes: FastifyPluginAsync<{ db: Database; intake: Intake; log: Logger }> = async (
  app,
  { db, intake, log },
) => {
  app.setErrorHandler<Error>((error, _request, reply) => sendProblem(reply, error, log, exceptionOf));
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers({ 'gs1-epcis-version': EPCIS_VERSION, 'gs1-cbv-version': CBV_VERSION });
  });

  app.post('/epcis/capture', {
    bodyLimit: MAX_BODY_BYTES,
    errorHandler: async (error, request, reply) => {
      if (request.source && isRefused(error)) await intake.reject(request.source);
      return sendProblem(reply, error, log, exceptionOf);
    },
    handler: async (request, reply) => {
      checkVersions(request);
      const caller = request.caller();
      const work = async () => {
        const id = await captureDocument(db, caller, intake, {
          contentType: request.headers['content-type'] ?? '',
          body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          behaviour: behaviourOf(request),
        });
        return { status: 202, contentType: 'text/uri-list', body: `${pathOf(request)}/${id}` };
      };
      const answer = await runOnce(db, caller, request, { ...ONCE, work });
      return reply.code(answer.status).header('location', answer.body).send();
    },
  });

  app.get('/epcis/capture', async (request, reply) => {
    const parsed = captureListInput.safeParse(request.query);
    if (!parsed.success) throw invalid('perPage is a number from 1 to 100; nextPageToken comes from the Link header.');
    const { jobs, next } = await listCaptures(db, request.caller(), parsed.data);
    if (next) {
      const query = new URLSearchParams({ perPage: String(parsed.data.perPage), nextPageToken: next });
      void reply.header('link', `<${pathOf(request)}?${query}>; rel="next"`);
    }
    return jobs;
  });

  app.get<{ Params: { id: string } }>('/epcis/capture/:id', async (request) => {
    const job = await findCapture(db, request.caller(), request.params.id);
    if (!job) throw new DomainError('not_found', 'Your source has no capture job of this id.');
    return job;
  });

  app.options('/epcis/capture', (_request, reply) => discover(reply));
  app.options('/epcis/capture/:id', (_request, reply) => discover(reply));
};

const discover = (reply: FastifyReply) =>
  reply
    .code(204)
    .headers({
      allow: 'OPTIONS, POST, GET',
      'gs1-epcis-min': EPCIS_VERSION,
      'gs1-epcis-max': EPCIS_VERSION,
      'gs1-cbv-min': CBV_VERSION,
      'gs1-cbv-max': CBV_VERSION,
      'gs1-epcis-capture-limit': MAX_SIGNALS,
      'gs1-epcis-capture-file-size-limit': MAX_BODY_BYTES,
      'gs1-capture-error-behaviour': 'all',
    })
    .send();

const pathOf = (request: FastifyRequest): string => (request.raw.url ?? '').split('?')[0] ?? '';

/** @throws DomainError `invalid` when the sender speaks a version that we do not. */
function checkVersions({ headers }: FastifyRequest): void {
  for (const name of ['gs1-epcis-version', 'gs1-cbv-version']) {
    const asked = headers[name];
    if (asked !== undefined && !/^2\.0(\.\d+)?$/.test(String(asked)))
      throw invalid(`EPCIS and CBV are taken in version 2.0, not ${String(asked).slice(0, 20)}.`, {
        [name]: 'must be 2.0',
      });
  }
}

/** @throws DomainError `invalid` for a behaviour that the standard does not know. */
function behaviourOf({ headers }: FastifyRequest): ErrorBehaviour {
  const parsed = errorBehaviourSchema.safeParse(headers['gs1-capture-error-behaviour'] ?? 'rollback');
  if (parsed.success) return parsed.data;
  throw invalid('GS1-Capture-Error-Behaviour is rollback or proceed.', {
    'gs1-capture-error-behaviour': 'must be rollback or proceed',
  });
}
