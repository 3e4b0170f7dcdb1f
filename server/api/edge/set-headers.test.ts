import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { setApiHeaders, setPageHeaders } from './set-headers.ts';

/** The headers of an answer to a page asked for by this host. */
function pageOf(publicUrl: string, host: string | undefined) {
  const request = new IncomingMessage(new Socket());
  if (host !== undefined) request.headers.host = host;
  request.url = '/queue';
  const response = new ServerResponse(request);
  setPageHeaders(request, response, publicUrl, false);
  const policy = String(response.getHeader('content-security-policy'));
  const [, connect] = /connect-src ([^;]+);/.exec(policy) ?? [];
  return { response, request, policy, connect };
}

describe('a page may connect', () => {
  test.each([
    ['to the host that people use', 'http://localhost:3000', 'localhost:3000', "'self' ws://localhost:3000"],
    [
      'by another name of it',
      'http://localhost:3000',
      '127.0.0.1:3000',
      "'self' ws://localhost:3000 ws://127.0.0.1:3000",
    ],
    ['by its IPv6 address', 'http://localhost:3000', '[::1]:3000', "'self' ws://localhost:3000 ws://[::1]:3000"],
    ['under TLS that a proxy ends', 'https://tower.example', 'tower.example', "'self' wss://tower.example"],
    ['and to none that a header makes up', 'https://tower.example', 'x; script-src *', "'self' wss://tower.example"],
    ['without a host as well', 'https://tower.example', undefined, "'self' wss://tower.example"],
  ])('%s', (_name, publicUrl, host, connect) => {
    expect(pageOf(publicUrl, host).connect).toBe(connect);
  });
});

test('https stays https, of pages and of calls; http says nothing of it', () => {
  const api = new ServerResponse(new IncomingMessage(new Socket()));
  setApiHeaders(api, 'https://tower.example');
  for (const response of [api, pageOf('https://tower.example', 'tower.example').response])
    expect(response.getHeader('strict-transport-security')).toBe('max-age=31536000');
  expect(
    pageOf('http://localhost:3000', 'localhost:3000').response.getHeader('strict-transport-security'),
  ).toBeUndefined();
});

test('each page has a nonce of its own, and Next is told it', () => {
  const [one, other] = [pageOf('http://a', 'a'), pageOf('http://a', 'a')];
  expect(one.policy).toContain(`'nonce-${one.request.headers['x-nonce']}'`);
  expect(one.request.headers['content-security-policy']).toBe(one.policy);
  expect(one.request.headers['x-nonce']).not.toBe(other.request.headers['x-nonce']);
});
