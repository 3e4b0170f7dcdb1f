import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { sendProblem } from './problem.ts';

const NOTHING = 'There is nothing at this address. The calls are listed at /api/v1/openapi.json.';

/**
 * Tells who calls a known address by another method which ones it takes (RFC 9110, 405 and OPTIONS). To be called before the
 * routes are registered.
 */
export function answerMethods(app: FastifyInstance, log: Logger): void {
  const known: { pattern: RegExp; methods: Set<string> }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = patternOf(url);
    const entry = known.find((one) => one.pattern.source === pattern.source) ?? { pattern, methods: new Set<string>() };
    if (!entry.methods.size) known.push(entry);
    for (const name of [method].flat()) entry.methods.add(name);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const methods = new Set(known.filter(({ pattern }) => pattern.test(path)).flatMap((one) => [...one.methods]));
    methods.delete('OPTIONS');
    if (!methods.size) return sendProblem(reply, new DomainError('not_found', NOTHING), log);
    const allow = [...[...methods].sort(), 'OPTIONS'].join(', ');
    void reply.header('allow', allow);
    if (request.method === 'OPTIONS') return reply.code(204).send();
    return sendProblem(reply, new DomainError('wrong_method', `This address takes ${allow}.`), log);
  });
}

/** `/imports/:id/file` and `/signals/*` as patterns of a path as it is sent. */
const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/:[A-Za-z]+/g, '[^/]+')
      .replace(/\*/g, '.+')}$`,
  );
