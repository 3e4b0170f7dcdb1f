import type { IncomingMessage } from 'node:http';
import { MeteredRequest } from './meter-request.ts';
import type { BodyKind } from './open-budgets.ts';

/**
 * Charges the body of a request to its sender, before it is read.
 * @param owner what is charged: `source:ID`, `person:ID`, or `address:IP` of who is not known.
 * @throws DomainError `busy` when the sender or the process holds too much already.
 */
export function claimBody(request: IncomingMessage, kind: BodyKind, owner: string): void {
  if (!(request instanceof MeteredRequest)) return; // injected, not sent: nothing arrives that could be counted
  request.claim(kind, owner);
}

/** The address that a request comes from, seen from behind so many proxies, each of which adds to X-Forwarded-For (TOWER_PROXIES). */
export function addressOf({ headers, socket }: IncomingMessage, proxies: number): string {
  const told = proxies > 0 ? String(headers['x-forwarded-for'] ?? '').split(',') : [];
  const hops = [
    socket.remoteAddress ?? 'unknown',
    ...told
      .map((one) => one.trim())
      .filter(Boolean)
      .reverse(),
  ];
  return hops[Math.min(proxies, hops.length - 1)] ?? 'unknown';
}
