import type { FastifyReply } from 'fastify';
import { DomainError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { problemOf, refusalOf } from '../errors.ts';

/** What the HTTP layer itself refuses, in the words of the domain. */
const BY_STATUS: Record<number, 'invalid' | 'too_large' | 'unsupported'> = {
  400: 'invalid',
  413: 'too_large',
  415: 'unsupported',
};

/** What to do, where the HTTP layer says only what it cannot do. */
const WORDS: Record<string, (bodyLimit: number) => string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: (limit) =>
    `The body is over ${Math.floor(limit / 1024 / 1024)} MB, the most that this call takes. Send it in parts.`,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => 'The content type cannot be read. Send one such as application/json.',
};

const asRefusal = (error: Error, bodyLimit = 0): Error => {
  if (error instanceof DomainError || !('statusCode' in error)) return refusalOf(error);
  const code = BY_STATUS[Number(error.statusCode)];
  const words = 'code' in error ? WORDS[String(error.code)]?.(bodyLimit) : undefined;
  return code ? new DomainError(code, words ?? error.message) : error;
};

/**
 * Answers with an RFC 9457 problem document; what is no refusal of ours is logged and told as our failure only.
 * @param typeOf what a standard calls problems of a status, where one names them.
 */
export function sendProblem(
  reply: FastifyReply,
  error: Error,
  log: Logger,
  typeOf?: (status: number) => string,
): FastifyReply {
  const refusal = asRefusal(error, reply.request.routeOptions.bodyLimit);
  const { status, body: told } = problemOf(refusal);
  const body = typeOf ? { ...told, type: typeOf(status) } : told;
  // Busy is no failure of ours, and telling each of thousands would make it worse: the metrics count them.
  if (status >= 500 && !(refusal instanceof DomainError && refusal.code === 'busy'))
    log.error({ err: error, url: reply.request.url }, 'a request could not be served');
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  const after = refusal instanceof DomainError ? refusal.more.retryAfterSeconds : undefined;
  if (status === 429 || status === 503) void reply.header('retry-after', String(after ?? 2));
  return reply.code(status).type('application/problem+json').send(JSON.stringify(body));
}

/**
 * Unreadable, too large or of another type: it counts as sent and refused. Not busy, and not a body that broke off or was ended
 * half-way: those signals come again.
 */
export const isRefused = (error: Error & { code?: unknown }): boolean =>
  error.code !== 'ECONNRESET' && [400, 413, 415].includes(problemOf(asRefusal(error)).status);
