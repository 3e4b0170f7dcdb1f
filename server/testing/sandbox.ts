import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import type { Clock } from '../core/clock.ts';
import { buildSandbox } from '../sandbox/app.ts';
import type { Fault } from '../sandbox/faults.ts';
import type { Settings } from '../sandbox/settings.ts';

export type EffectRow = { key: string; system: string; operation: string; count: number };

/** The pretend enterprise on a free port, its state in memory, closed after the suite. */
export async function testSandbox(clock?: Clock) {
  const app = buildSandbox({ file: ':memory:', ...(clock ? { clock } : {}) });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  afterAll(() => app.close());
  return { url, ...sandboxControls(url) };
}

/** What tests ask of a running sandbox besides what connectors do. */
export function sandboxControls(url: string) {
  const put = async (path: string, body: unknown) => {
    const response = await fetch(`${url}${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
  };
  return {
    fault: (fault: Pick<Fault, 'system' | 'operation' | 'kind'> & Partial<Fault>) => put('/faults', fault),
    clearFaults: async () => void (await fetch(`${url}/faults`, { method: 'DELETE' })),
    settings: (change: Partial<Settings>) => put('/settings', change),
    effects: async (prefix = ''): Promise<EffectRow[]> => {
      const answer = (await (await fetch(`${url}/effects`)).json()) as { keys: EffectRow[] };
      return answer.keys.filter((row) => row.key.startsWith(prefix));
    },
  };
}
