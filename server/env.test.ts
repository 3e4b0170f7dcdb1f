import { expect, test } from 'vitest';
import { readEnv } from './env.ts';

test.each([
  ['every address, as production', {}, undefined],
  ['this machine alone, as a demo', { TOWER_DEMO: '1' }, 'localhost'],
  ['what is set', { TOWER_HOST: '10.0.0.5' }, '10.0.0.5'],
  ['what is set, as a demo', { TOWER_DEMO: '1', TOWER_HOST: '0.0.0.0' }, '0.0.0.0'],
  ['the default where it is set to nothing', { TOWER_DEMO: '1', TOWER_HOST: '' }, 'localhost'],
])('listens on %s', (_name, source, host) => {
  expect(readEnv({ NODE_ENV: 'production', ...source }).host).toBe(host);
});

test.each([
  ['TOWER_HOST', 'http://10.0.0.5', 'an address or name of this machine'],
  ['TOWER_METRICS_TOKEN', 'short', '16 to 300 characters'],
  ['TOWER_METRICS_TOKEN', 'a token that holds spaces', 'without spaces'],
])('a wrong %s stops the start and says what it should be', (name, value, words) => {
  expect(() => readEnv({ NODE_ENV: 'production', [name]: value })).toThrow(new RegExp(`${name}: .*${words}`));
});
