import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { readSession, requireOwnOrigin, type SessionDeps } from '../../auth/index.ts';
import type { Context, Person } from '../../core/context.ts';
import { DomainError, invalid } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { MAX_FILE_BYTES } from '../../events/imports/constants.ts';
import { importFile, readImport, readImportBytes } from '../../events/imports/index.ts';
import type { Intake } from '../../events/ingest/index.ts';
import { checkShown, SHOWN_TO } from '../check-shown.ts';
import { claimBody } from '../edge/claim-body.ts';
import { noteRefused } from '../note-refused.ts';
import { checkRequest } from './check-request.ts';
import { readQuery, sendFile } from './imports.ts';
import { sendProblem } from './problem.ts';

type Options = SessionDeps & { log: Logger; intake: Intake; publicUrl: string };
type ById = { Params: { id: string } };

/**
 * Files from and to the browser of a signed-in person: `POST /` with the raw file, `GET /{id}/file`, `GET /{id}/acknowledgement`.
 * tRPC carries JSON alone; a file goes as it is. A foreign page's POST is refused by its Origin, and one without Origin too.
 */
export const fileRoutes: FastifyPluginAsync<Options> = async (app, { db, clock, log, intake, secret, publicUrl }) => {
  const asPerson = async (request: FastifyRequest): Promise<Context<Person>> => {
    const signedIn = await readSession({ db, clock, secret }, request.headers);
    if (!signedIn) throw new DomainError('unauthenticated', 'Sign in to do this.');
    checkShown(signedIn.person, request.headers[SHOWN_TO]?.toString());
    return { actor: signedIn.person, clock };
  };
  app.setErrorHandler<Error>((error, _request, reply) => sendProblem(reply, error, log));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onRequest', async (request, reply) => checkRequest(request, reply));
  app.post<{ Querystring: { sourceId?: string } }>('/', {
    bodyLimit: MAX_FILE_BYTES,
    // Before the body is read: nobody unknown makes us hold 32 MB.
    onRequest: async (request) => {
      requireOwnOrigin(request.method, request.headers, publicUrl);
      const { actor } = await asPerson(request);
      claimBody(request.raw, 'files', `person:${actor.id}`);
    },
    handler: async (request, reply) => {
      const ctx = await asPerson(request);
      const { name, mapping, type } = readQuery(request.query);
      const { sourceId } = request.query;
      if (!sourceId) throw invalid('Say for which source the file is.', { sourceId: 'is missing' });
      const contentType = request.headers['content-type'] ?? '';
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const file = { sourceId, name: name ?? contentType, contentType, bytes, mapping, type };
      const answer = await importFile(db, intake, ctx, file).catch(async (error: unknown) => {
        if (error instanceof DomainError) {
          await noteRefused({ db, log }, ctx, { act: 'imports.send', input: { sourceId }, error });
        }
        throw error;
      });
      return reply.code(202).send(answer);
    },
  });
  app.get<ById>('/:id/file', async (request, reply) => {
    const { name, bytes } = await readImportBytes(db, await asPerson(request), request.params.id);
    return sendFile(reply, name, bytes);
  });
  app.get<ById>('/:id/acknowledgement', async (request, reply) => {
    const { name, format, acknowledgement } = await readImport(db, await asPerson(request), request.params.id);
    if (acknowledgement === null) throw new DomainError('not_found', 'This import has no acknowledgement.');
    return sendFile(reply, `${name}.${format === 'x12' ? '997' : 'contrl'}.edi`, Buffer.from(acknowledgement));
  });
};
