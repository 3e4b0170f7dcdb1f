import type { IncomingMessage, ServerResponse } from 'node:http';
import { requireOwnOrigin } from '../../auth/index.ts';
import { problemOf } from '../errors.ts';

/** Answers a change that is sent to a page's address by other than our own pages. @returns whether it was refused, and so answered. */
export function refusePage(request: IncomingMessage, response: ServerResponse, publicUrl: string): boolean {
  try {
    requireOwnOrigin(request.method, request.headers, publicUrl);
    return false;
  } catch (error) {
    const { status, body } = problemOf(error);
    response.writeHead(status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
    return true;
  }
}
