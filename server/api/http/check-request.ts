import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, invalid } from '../../core/errors.ts';

/**
 * Refuses a request before its body is read that could not be taken whatever the body says: an address that holds U+0000, which
 * no name in the store can, and a body that is compressed, whose size would be known too late.
 * @throws DomainError `invalid`, `unsupported`.
 */
export function checkRequest({ url, headers }: FastifyRequest, reply: FastifyReply): void {
  if (/%00/.test(url)) throw invalid('The address holds U+0000 (%00), which no name can. Send it without.');
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding.trim().toLowerCase() === 'identity') return;
  void reply.header('accept-encoding', 'identity');
  throw new DomainError(
    'unsupported',
    `The body is ${encoding.slice(0, 40)}. Send it as it is, without Content-Encoding.`,
  );
}
