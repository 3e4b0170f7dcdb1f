import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A year, as preload lists ask for at least; subdomains are not ours to speak for. */
const HSTS = 'max-age=31536000';
/** What no page of ours uses. */
const PERMISSIONS = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((name) => `${name}=()`)
  .join(', ');

/** Headers of every answer: nothing is guessed from its bytes, nothing of another site embeds it, and https stays https. */
function setCommonHeaders(response: ServerResponse, publicUrl: string): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('referrer-policy', 'same-origin');
  if (publicUrl.startsWith('https:')) response.setHeader('strict-transport-security', HSTS);
}

/** Headers of what machines, calls of pages and files are answered with: kept by nobody, run by nobody. */
export function setApiHeaders(response: ServerResponse, publicUrl: string): void {
  setCommonHeaders(response, publicUrl);
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-security-policy', `default-src 'none'; frame-ancestors 'none'`);
}

/** Headers of every page. Scripts run by nonce alone; Next takes the nonce from the request's own policy header. */
export function setPageHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  publicUrl: string,
  dev: boolean,
): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self' ${socketOrigins(request.headers.host, publicUrl).join(' ')}`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `object-src 'none'`,
  ].join('; ');
  setCommonHeaders(response, publicUrl);
  request.headers['content-security-policy'] = policy;
  request.headers['x-nonce'] = nonce;
  request.headers['x-address'] = request.url; // for the gate, which leads back here after signing in
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('permissions-policy', PERMISSIONS);
}

/** Where a page's websocket may go: the host that people use, and the one by which this page was asked for. */
function socketOrigins(host: string | undefined, publicUrl: string): string[] {
  const own = new URL(publicUrl);
  const scheme = own.protocol === 'https:' ? 'wss:' : 'ws:';
  const hosts = new Set([own.host]);
  if (host && /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d+)?$/i.test(host)) hosts.add(host.toLowerCase());
  return [...hosts].map((one) => `${scheme}//${one}`);
}
