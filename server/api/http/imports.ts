import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { requireScope } from '../../auth/rights.ts';
import { invalid, notFound } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/client.ts';
import { MAX_FILE_BYTES } from '../../events/imports/constants.ts';
import {
  importFile,
  listImports,
  listMappings,
  readImport,
  readImportBytes,
  saveMapping,
} from '../../events/imports/index.ts';
import { importAnswerSchema, saveMappingInput } from '../../events/imports/schema.ts';
import type { Intake } from '../../events/ingest/index.ts';
import { isRefused, sendProblem } from './problem.ts';
import { readJson } from './read-json.ts';
import { type CallAnswer, runOnce, sendAnswer } from './run-once.ts';

const EDI_TYPES = ['application/edi-x12', 'application/edifact'] as const;

const text = z.string().trim().min(1).max(120).optional();
export const importQuery = z.object({
  name: text.describe('Name of the file, for people'),
  mapping: text.describe('CSV: the saved mapping to read it by'),
  type: text.describe('CSV: the type of signal, when the columns are called as its fields'),
});

/**
 * `POST /imports`, `GET /imports`, `GET /imports/{id}`, `/imports/{id}/acknowledgement`, `/imports/{id}/file`, and
 * `GET` and `PUT /imports/mappings`. Bodies arrive as raw bytes.
 */
export const importRoutes: FastifyPluginAsync<{ db: Database; intake: Intake; log: Logger }> = async (
  app,
  { db, intake, log },
) => {
  app.post('/imports', {
    bodyLimit: MAX_FILE_BYTES,
    errorHandler: async (error, request, reply) => {
      // What is refused before it is kept as an import is still something the source sent.
      if (request.source && !isKept(error) && isRefused(error)) await intake.reject(request.source);
      return sendProblem(reply, error, log);
    },
    handler: async (request, reply) => {
      const caller = request.caller();
      const work = async (): Promise<CallAnswer> => {
        const { name, mapping, type } = readQuery(request.query);
        const answer = await importFile(db, intake, caller, {
          sourceId: caller.actor.id,
          name: name ?? nameOf(request),
          contentType: request.headers['content-type'] ?? '',
          bytes: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          mapping,
          type,
        });
        const wanted = EDI_TYPES.find((media) => (request.headers.accept ?? '').toLowerCase().includes(media));
        if (wanted && answer.acknowledgement !== null)
          return { status: 202, contentType: wanted, body: answer.acknowledgement };
        return { status: 202, contentType: 'application/json', body: JSON.stringify(importAnswerSchema.parse(answer)) };
      };
      return sendAnswer(reply, await runOnce(db, caller, request, { call: 'POST /imports', required: false, work }));
    },
  });

  app.get('/imports', async (request) => {
    const caller = request.caller();
    return { items: (await listImports(db, caller, caller.actor.id)).imports };
  });
  app.get('/imports/mappings', async (request) => {
    const caller = request.caller();
    return { items: await listMappings(db, caller, caller.actor.id) };
  });
  app.put<{ Params: { name: string } }>('/imports/mappings/:name', async (request) => {
    const caller = request.caller();
    requireScope(caller.actor, 'send'); // before the body is read; the verb asks again
    const about = { sourceId: caller.actor.id, name: request.params.name };
    const input = readJson(request, saveMappingInput, (mapping) => ({ ...about, mapping }));
    return { name: input.name, version: await saveMapping(db, caller, input) };
  });
  app.get<{ Params: { id: string } }>('/imports/:id', (request) => readImport(db, request.caller(), request.params.id));
  app.get<{ Params: { id: string } }>('/imports/:id/acknowledgement', async (request, reply) => {
    const { acknowledgement, format } = await readImport(db, request.caller(), request.params.id);
    if (acknowledgement === null) throw notFound('An acknowledgement of this import');
    return reply.type(format === 'x12' ? 'application/edi-x12' : 'application/edifact').send(acknowledgement);
  });
  app.get<{ Params: { id: string } }>('/imports/:id/file', async (request, reply) => {
    const { name, bytes } = await readImportBytes(db, request.caller(), request.params.id);
    return sendFile(reply, name, bytes);
  });
};

/** A file from outside, to be saved and never shown by the browser. */
export const sendFile = (reply: FastifyReply, name: string, bytes: Buffer): FastifyReply =>
  reply
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, '_')}`)
    .header('x-content-type-options', 'nosniff')
    .type('application/octet-stream')
    .send(bytes);

const isKept = (error: Error): boolean =>
  'more' in error && (error.more as { detail?: { importId?: string } }).detail?.importId !== undefined;

export function readQuery(query: unknown): z.infer<typeof importQuery> {
  const parsed = importQuery.safeParse(query);
  if (parsed.success) return parsed.data;
  throw invalid(
    'The address cannot be read.',
    Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message])),
  );
}

/** The name that `Content-Disposition` gives, else one that says what it is. */
function nameOf({ headers }: FastifyRequest): string {
  const [, name] = /filename="?([^";]{1,120})"?/i.exec(headers['content-disposition'] ?? '') ?? [];
  return name?.trim() || `${(headers['content-type'] ?? 'file').split(';')[0]}`;
}
