import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser request comes from our own pages: its Origin is the public address or the host it was sent to.
 * socket.io's `cors.origin` does not stop cross-site websocket hijacking, so this is asked at every handshake.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const { origin, host } = headers;
  if (!origin) return false;
  if (origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
