import { expect, test } from 'vitest';
import { isOwnOrigin, requireOwnOrigin } from './check-origin.ts';

const HTTP = 'http://localhost:3000';
const TLS = 'https://tower.example';

test.each([
  ['the public address', HTTP, { origin: HTTP, host: 'localhost:3000' }, true],
  [
    'another name of this machine, by which it was called',
    HTTP,
    { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' },
    true,
  ],
  ['the other loopback address', HTTP, { origin: 'http://[::1]:3000', host: '[::1]:3000' }, true],
  ['an address of this machine in its network', HTTP, { origin: 'http://10.0.0.5:3000', host: '10.0.0.5:3000' }, true],
  ['behind a proxy that ends TLS', TLS, { origin: TLS, host: 'tower.example' }, true],
  ['behind a proxy that calls us by an inner name', TLS, { origin: TLS, host: 'inner:3000' }, true],
  ['a port that its scheme has anyway', TLS, { origin: TLS, host: 'tower.example:443' }, true],
  ['nothing', HTTP, { host: 'localhost:3000' }, false],
  ['a sandboxed frame', HTTP, { origin: 'null', host: 'localhost:3000' }, false],
  ['another host', HTTP, { origin: 'http://evil.example', host: 'localhost:3000' }, false],
  ['another port', HTTP, { origin: 'http://localhost:3001', host: 'localhost:3000' }, false],
  ['another scheme of the same host', HTTP, { origin: 'https://localhost:3000', host: 'localhost:3000' }, false],
  ['plain text where people use TLS', TLS, { origin: 'http://tower.example', host: 'tower.example' }, false],
  [
    'a longer name that begins like ours',
    TLS,
    { origin: 'https://tower.example.evil.example', host: 'tower.example' },
    false,
  ],
  ['an address instead of an origin', TLS, { origin: `${TLS}/page`, host: 'tower.example' }, false],
  ['no address at all', TLS, { origin: 'tower.example', host: 'tower.example' }, false],
  ['a host that is none', HTTP, { origin: 'http://x', host: 'x y' }, false],
])('an origin that is %s', (_name, publicUrl, headers, own) => {
  expect(isOwnOrigin(headers, publicUrl)).toBe(own);
  const change = () => requireOwnOrigin('POST', headers, publicUrl);
  if (own) expect(change).not.toThrow();
  else expect(change).toThrow(/Origin is (another|missing)\. Open it at https?:/);
  expect(() => requireOwnOrigin('GET', headers, publicUrl)).not.toThrow(); // reading needs none
});
