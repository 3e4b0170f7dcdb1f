import type { Socket } from 'node:net';
import type { FastifyServerOptions } from 'fastify';
import { invalid } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { writeProblem } from '../edge/write-problem.ts';
import { sendProblem } from './problem.ts';

/** Characters of one part of an address: an id and a source of 300 each, percent-encoded. */
const MAX_PARAM_LENGTH = 5_000;

/** How requests are read that no route has seen yet, and what is answered to those that no route can see. */
export const serverOptions = (log: Logger) =>
  ({
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (_error, _request, reply) =>
      void sendProblem(reply, invalid('The address is too long, or not percent-encoded UTF-8.'), log),
    clientErrorHandler: answerConnection,
  }) satisfies FastifyServerOptions;

const UNREAD: Record<string, { status: number; title: string; detail: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    title: 'Request Timeout',
    detail: 'The headers did not come to their end within 10 seconds, or the body within 30 minutes.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    title: 'Request Header Fields Too Large',
    detail: 'The headers are over 16 kB. Send a signal whose attributes are longer in structured mode.',
  },
};
const NOT_HTTP = { status: 400, title: 'Bad Request', detail: 'This is not HTTP/1.1, or its Content-Length is wrong.' };

/** Answers a request that could not be read as HTTP, with a problem document like all others, and hangs up. */
function answerConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  writeProblem(socket, { type: 'about:blank', ...(UNREAD[error.code ?? ''] ?? NOT_HTTP) });
}
