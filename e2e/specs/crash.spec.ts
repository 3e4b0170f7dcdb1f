import type { APIRequestContext } from '@playwright/test';
import { expect, PASSWORD, test } from '../fixtures.ts';
import { Stream } from '../stream.ts';
import { OwnTower } from '../tower.ts';

const KEY = { authorization: 'Bearer demo-reader-key' };

type Step = { key: string; state: string };
const actionOf = async (
  request: APIRequestContext,
): Promise<{ id: string; state: string; steps: Step[] } | undefined> =>
  (await (await request.get('/api/v1/actions', { headers: KEY })).json()).items.at(-1);

test('kill -9 in the middle of a saga: after the restart it completes, with one effect a step', async ({
  playwright,
}) => {
  test.setTimeout(240_000);
  const tower = new OwnTower(3140);
  await tower.startSandbox();
  await tower.start();
  const request = await playwright.request.newContext({ baseURL: tower.url });
  try {
    const stream = new Stream(request, 'crash');
    await stream.history();
    await stream.overdue({ shipment: 'crash-1', value: 200_000, quantity: 4_000 });
    // The carrier books and then takes six seconds to say so: the tower dies not knowing that it has a booking.
    await request.put(`${tower.sandboxUrl}/faults`, {
      data: { system: 'tms', operation: 'book-freight', kind: 'slow', delayMs: 6_000 },
    });
    await approve(request);
    const booked = async () => JSON.stringify(await (await request.get(`${tower.sandboxUrl}/effects`)).json());
    await expect.poll(booked, { timeout: 30_000 }).toContain('book-freight/do');
    expect((await actionOf(request))?.steps.map(({ state }) => state)).toEqual(['done', 'running', 'pending']);

    await tower.kill();
    await tower.start();

    await expect.poll(async () => (await actionOf(request))?.state, { timeout: 60_000 }).toBe('done');
    const action = await actionOf(request);
    const effects: { keys: { key: string; count: number }[] } = await (
      await request.get(`${tower.sandboxUrl}/effects`)
    ).json();
    const keys = ['change-order', 'book-freight', 're-promise'].map((step) => `${action?.id}/${step}/do`);
    expect(effects.keys.map(({ key, count }) => [key, count])).toEqual(keys.map((key) => [key, 1]));
  } finally {
    await request.dispose();
    await tower.stop();
  }
});

/** Signs in as the planner and approves what waits, as the console does. */
async function approve(request: APIRequestContext): Promise<void> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  await request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email: 'planner@example.com', password: PASSWORD, json: 'true' },
  });
  const input = encodeURIComponent(JSON.stringify({ json: { filter: 'waiting' } }));
  const queueAnswer = await request.get(`/api/trpc/disruptions.queue?input=${input}`);
  const queue = await queueAnswer.json();
  const { proposal } = queue.result.data.json.rows[0];
  const answer = await request.post('/api/trpc/proposals.approve', {
    headers: { origin: new URL(queueAnswer.url()).origin },
    data: { json: { proposalId: proposal.id, shownHash: proposal.shownHash } },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}
