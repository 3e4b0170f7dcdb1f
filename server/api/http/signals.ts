import type { FastifyPluginAsync } from 'fastify';
import { invalid, notFound } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/client.ts';
import { MAX_BODY_BYTES } from '../../events/formats/constants.ts';
import type { Intake } from '../../events/ingest/index.ts';
import { traceSignal } from '../../events/lineage/index.ts';
import { readSignals } from '../../events/reading/index.ts';
import { readStream } from '../../events/sources/index.ts';
import { isRefused, sendProblem } from './problem.ts';
import { runOnce, SOON_GIVEN_UP_MS, sendAnswer } from './run-once.ts';

/** Signals need no key, because their ids are one. */
const ONCE = { call: 'POST /signals', required: false, givenUpMs: SOON_GIVEN_UP_MS };

/** `POST /signals`, `GET /signals/{source}/{id}`, `GET /streams/{source}`. Bodies arrive as raw bytes. */
export const signalRoutes: FastifyPluginAsync<{ db: Database; intake: Intake; log: Logger }> = async (
  app,
  { db, intake, log },
) => {
  app.post('/signals', {
    bodyLimit: MAX_BODY_BYTES,
    // What is refused before or while it is read is still something the source sent.
    errorHandler: async (error, request, reply) => {
      if (request.source && isRefused(error)) await intake.reject(request.source);
      return sendProblem(reply, error, log);
    },
    handler: async (request, reply) => {
      const caller = request.caller();
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const work = async () => {
        const answer = await intake.accept(caller, await readSignals(request.headers, body));
        return { status: 202, contentType: 'application/json', body: JSON.stringify(answer) };
      };
      return sendAnswer(reply, await runOnce(db, caller, request, { ...ONCE, work }));
    },
  });

  // A source is a URI reference and holds slashes: both parts are taken from the address as it was sent, percent-encoded.
  app.get('/signals/*', async (request) => {
    const [source, id] = partsAfter(request.raw.url, '/signals/', 2);
    return traceSignal(db, request.caller(), { source, id });
  });

  app.get('/streams/*', async (request) => {
    const [source] = partsAfter(request.raw.url, '/streams/', 1);
    const stream = await readStream(db, request.caller(), source);
    if (!stream) throw notFound(`The stream "${source}"`);
    return stream;
  });
};

function partsAfter(url: string | undefined, prefix: string, count: 1): [string];
function partsAfter(url: string | undefined, prefix: string, count: 2): [string, string];
function partsAfter(url: string | undefined, prefix: string, count: number): string[] {
  const path = (url ?? '').split('?')[0] ?? '';
  const parts = path.slice(path.indexOf(prefix) + prefix.length).split('/');
  if (parts.length !== count) throw invalid('Percent-encode the slashes of a source and of an id: %2F.');
  return parts.map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      throw invalid('The address is not percent-encoded UTF-8.');
    }
  });
}
