import type { IncomingMessage } from 'node:http';
import { MeteredRequest } from './meter-request.ts';
import type { BodyKind } from './open-budgets.ts';

/**
 * Charges the body of a request to its sender, before it is read.
 * @param owner what is charged, such as `source:ID` or `person:ID`; without one, the address it comes from.
 * @throws DomainError `busy` when the sender or the process holds too much already.
 */
export function claimBody(request: IncomingMessage, kind: BodyKind, owner?: string): void {
  if (!(request instanceof MeteredRequest)) return; // injected, not sent: nothing arrives that could be counted
  request.claim(kind, owner ?? `address:${request.socket.remoteAddress ?? 'unknown'}`);
}
