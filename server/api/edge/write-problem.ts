import type { Socket } from 'node:net';
import type { DomainError } from '../../core/errors.ts';
import { problemOf } from '../errors.ts';

/** Answers on the connection itself, where no response can: a problem document, after which nothing more is said. */
export function writeProblem(
  socket: Socket,
  problem: Record<string, unknown> & { status: number; title: string },
  retryAfterSeconds?: number,
): void {
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...(retryAfterSeconds === undefined ? [] : [`Retry-After: ${retryAfterSeconds}`]),
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

/** The same for a refusal of ours. */
export function writeRefusal(socket: Socket, refused: DomainError): void {
  const { status, body } = problemOf(refused);
  writeProblem(socket, { ...body, status, title: String(body.title) }, refused.more.retryAfterSeconds);
}
