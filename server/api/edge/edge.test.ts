import type { ServerResponse } from 'node:http';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { headOf, openRaw, type RawConnection } from '../../testing/raw-request.ts';
import { serverOptions } from '../http/server-options.ts';
import { addressOf } from './claim-body.ts';
import { MAX_PAGE_BODY_BYTES, SLOW_SECONDS } from './constants.ts';
import { listenOn } from './listen-on.ts';
import type { MeteredRequest } from './meter-request.ts';
import { type Answer, type Edge, openEdge } from './open-edge.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A server behind the edge that answers as a test says. */
async function serve(answer: Answer, options = {}) {
  const edge = openEdge(answer, () => false, { ...options, ticking: false });
  edge.attach();
  edge.server.on('clientError', serverOptions(pino({ level: 'silent' })).clientErrorHandler);
  const { addresses, close } = await listenOn(edge.server, 0, 'localhost');
  ends.push(() => {
    edge.close();
    close();
    edge.server.closeAllConnections();
    edge.server.close();
  });
  const url = `http://127.0.0.1:${addresses[0]?.port}`;
  const raw = (first: string, at = url): RawConnection => {
    const connection = openRaw(at, first);
    ends.push(() => connection.close());
    return connection;
  };
  return { edge, url, raw, addresses };
}

const seconds = (edge: Edge, count: number) => {
  for (let second = 0; second < count; second++) edge.pace.tick();
};
const readAll = async (request: MeteredRequest, response: ServerResponse) => {
  let bytes = 0;
  for await (const part of request) bytes += (part as Buffer).length;
  response.end(`read ${bytes}`);
};
const answerRead: Answer = (request, response) => void readAll(request, response).catch(() => {});

test('a sender that waits for us is not slow', async () => {
  let go = () => {};
  const { edge, raw } = await serve((request, response) => {
    go = () => answerRead(request, response);
  });
  const body = 'x'.repeat(60_000);
  const many = Array.from({ length: 3 }, () => body).join('');
  edge.server.on('request', (request) => {
    request.most = many.length;
  });
  const waits = raw(`${headOf('POST', '/', { 'transfer-encoding': 'chunked' })}${chunk(many)}`);
  // Node takes as much as it keeps unread, then it is for us to go on.
  await expect.poll(() => edge.held(), { timeout: 20_000 }).toBeGreaterThan(65_536);
  seconds(edge, 3 * SLOW_SECONDS);
  go();
  waits.send('0\r\n\r\n');
  await expect.poll(waits.text, { timeout: 20_000 }).toContain(`read ${many.length}`);
  await expect.poll(() => edge.held()).toBe(0);
});

const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

describe('a body for a page', () => {
  test.each([
    ['announced', headOf('POST', '/', { 'content-length': MAX_PAGE_BODY_BYTES + 1 })],
    [
      'not announced',
      `${headOf('POST', '/', { 'transfer-encoding': 'chunked' })}${chunk('x'.repeat(MAX_PAGE_BODY_BYTES + 1))}`,
    ],
  ])('that is too large is refused when it is %s', async (_name, first) => {
    const { edge, raw } = await serve(answerRead);
    const large = raw(first);
    await expect.poll(large.text, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 413 .*urn:holdpoint:problem:too_large/s);
    await expect.poll(() => edge.held()).toBe(0);
  });

  test('that trickles is ended', async () => {
    const { edge, raw } = await serve(answerRead);
    const slow = raw(`${headOf('POST', '/api/auth/callback/credentials', { 'content-length': 100 })}email=`);
    await expect.poll(() => edge.held(), { timeout: 20_000 }).toBe(6);
    seconds(edge, SLOW_SECONDS + 1);
    expect(await slow.whole).toMatch(/^HTTP\/1\.1 408 .*too_slow/s);
  });
});

test('three hundred connections that trickle their headers, or say nothing, are ended; who asks meanwhile is answered', async () => {
  const { edge, url, raw } = await serve((_request, response) => void response.end('here'));
  edge.server.headersTimeout = 500; // Node's clock cannot be moved by hand
  const trickling = Array.from({ length: 300 }, (_, n) => raw(n % 2 ? 'GET / HTTP/1.1\r\nhost: x\r\nx-a: ' : ''));
  expect(await (await fetch(url)).text()).toBe('here');
  const answers = await Promise.all(trickling.map(({ whole }) => whole));
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 |^$/);
  expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 408')).length).toBeGreaterThanOrEqual(150);
  expect(await (await fetch(url)).text()).toBe('here');
});

test('an answer that nobody takes is given up; one that is taken slowly is not', async () => {
  const large = Buffer.alloc(48 * 1024 * 1024, 'x');
  let closed = 0;
  const { edge, raw, url } = await serve(
    (_request, response) => {
      response.on('close', () => {
        if (!response.writableFinished) closed += 1;
      });
      response.end(large);
    },
    { unreadAnswerMs: 400 },
  );
  const idle = raw(headOf('GET', '/', {}));
  idle.stopReading();
  await expect.poll(() => edge.pace.waiting(), { timeout: 20_000 }).toBe(1);
  edge.pace.tick();
  await expect.poll(() => closed, { timeout: 20_000 }).toBe(1);
  const reader = (await fetch(url)).body?.getReader();
  let bytes = 0;
  for (let pauses = 0; ; ) {
    const part = await reader?.read();
    if (!part || part.done) break;
    bytes += part.value.length;
    edge.pace.tick();
    if (bytes > pauses * 8_000_000) {
      pauses += 1;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }
  expect(bytes).toBe(large.length);
});

test('an answer that nobody takes is given up, also when one before it on the same connection was taken in the end', async () => {
  const large = Buffer.alloc(16 * 1024 * 1024, 'x');
  const { edge, raw } = await serve((_request, response) => void response.end(large), { unreadAnswerMs: 2_000 });
  const reader = raw('');
  for (const taken of [true, false]) {
    reader.stopReading();
    reader.send(headOf('GET', '/', {}));
    await expect.poll(() => edge.pace.waiting(), { timeout: 20_000 }).toBe(1);
    edge.pace.tick();
    if (taken) reader.readAgain();
    await expect.poll(() => edge.pace.waiting(), { timeout: 20_000 }).toBe(0);
    if (taken) await expect.poll(() => reader.text().length, { timeout: 20_000 }).toBeGreaterThan(large.length);
  }
  reader.readAgain();
  await reader.whole;
  expect(reader.text().length).toBeLessThan(2 * large.length);
});

test('a body in a great many parts is charged what it costs to hold them', async () => {
  const parts = 2_000;
  const { edge, raw } = await serve(answerRead);
  const many = raw(`${headOf('POST', '/', { 'transfer-encoding': 'chunked' })}${chunk('x').repeat(parts)}`);
  await expect.poll(() => edge.held(), { timeout: 20_000 }).toBeGreaterThan(100 * 1_000); // of 2,000 bytes
  many.send('0\r\n\r\n');
  await expect.poll(many.text, { timeout: 20_000 }).toContain(`read ${parts}`);
  await expect.poll(() => edge.held()).toBe(0);
});

test('a websocket is none of its business, however quiet', async () => {
  const { edge, raw } = await serve((_request, response) => void response.end());
  edge.server.headersTimeout = 500;
  edge.server.on('upgrade', (_request, socket) => {
    ends.push(() => socket.destroy());
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n');
    socket.on('data', (text) => void socket.write(text));
  });
  const socket = raw(headOf('GET', '/', { connection: 'upgrade', upgrade: 'echo' }));
  await expect.poll(socket.text, { timeout: 20_000 }).toContain('101');
  const trickling = raw('GET');
  await trickling.whole; // past the time-outs of a request
  seconds(edge, 100);
  socket.send('still here');
  await expect.poll(socket.text, { timeout: 20_000 }).toContain('still here');
});

test.each([
  [0, '9.9.9.9', '127.0.0.1'],
  [1, '9.9.9.9', '9.9.9.9'],
  [1, '6.6.6.6, 9.9.9.9', '9.9.9.9'],
  [2, '6.6.6.6, 9.9.9.9', '6.6.6.6'],
  [2, '9.9.9.9', '9.9.9.9'],
  [1, undefined, '127.0.0.1'],
])('behind %i proxies, told %s, who sends is %s', async (proxies, told, address) => {
  let seen = '';
  const { url } = await serve((request, response) => {
    seen = addressOf(request, proxies);
    response.end();
  });
  await fetch(url, { headers: told === undefined ? {} : { 'x-forwarded-for': told } });
  expect(seen).toBe(address);
});

describe('what it listens on', () => {
  test('localhost is both addresses that a browser may take for it', async () => {
    const { addresses } = await serve((_request, response) => void response.end('here'));
    expect(addresses.map(({ address }) => address)).toEqual(['127.0.0.1', '::1']);
    for (const { address, family, port } of addresses) {
      const answer = await fetch(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
      expect(await answer.text()).toBe('here');
    }
  });

  test('a port that is taken and an address that is not there are said with what to set', async () => {
    const { addresses } = await serve(() => {});
    const other = openEdge(
      () => {},
      () => false,
    );
    ends.push(other.close);
    await expect(listenOn(other.server, addresses[0]?.port ?? 0, '127.0.0.1')).rejects.toThrow('Set PORT');
    await expect(listenOn(other.server, addresses[0]?.port ?? 0, 'localhost')).rejects.toThrow('Set PORT');
    await expect(listenOn(other.server, 0, '192.0.2.1')).rejects.toThrow(
      'no address 192.0.2.1 (EADDRNOTAVAIL). Set TOWER_HOST',
    );
  });
});
