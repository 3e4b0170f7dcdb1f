import type { IncomingHttpHeaders } from 'node:http';
import { forbidden } from '../core/errors.ts';

/**
 * Whether a browser request comes from our own pages: its Origin is the public address, or the host it was sent to under the
 * scheme of the public address. Behind a proxy that ends TLS the public address alone knows the scheme, so it must be set right.
 * socket.io's `cors.origin` does not stop cross-site websocket hijacking, so this is asked at every handshake.
 */
export function isOwnOrigin({ origin, host }: IncomingHttpHeaders, publicUrl: string): boolean {
  if (!origin || !URL.canParse(origin)) return false; // also `null`, which a sandboxed frame of any site says
  const [from, own] = [new URL(origin), new URL(publicUrl)];
  if (from.origin !== origin.toLowerCase()) return false;
  return from.origin === own.origin || (from.protocol === own.protocol && from.host === hostOf(host, own.protocol));
}

/** The host as an origin writes it: without the port that its scheme has anyway. */
const hostOf = (host: string | undefined, scheme: string): string | null =>
  host && URL.canParse(`${scheme}//${host}`) ? new URL(`${scheme}//${host}`).host : null;

/**
 * Refuses what a session may not be used for: a change that is asked for from elsewhere than our own pages. Every browser says
 * where a POST comes from, so one that does not say it is no browser with a person before it.
 * @throws DomainError `forbidden` when the method changes something and the Origin is another or missing.
 */
export function requireOwnOrigin(method: string | undefined, headers: IncomingHttpHeaders, publicUrl: string): void {
  if (isSafe(method) || isOwnOrigin(headers, publicUrl)) return;
  throw forbidden(
    `This call does not come from a page of Holdpoint: its Origin is ${headers.origin ? 'another' : 'missing'}. Open it at ${new URL(publicUrl).origin}; if that is not the address you use, your operator sets NEXTAUTH_URL.`,
  );
}

/** Methods that change nothing (RFC 9110, 9.2.1). */
const isSafe = (method: string | undefined): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method ?? '');
