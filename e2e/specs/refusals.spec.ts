import { expect, test } from '../fixtures.ts';
import { CardPage } from '../pages/card-page.ts';
import { QueuePage } from '../pages/queue-page.ts';

test('roles refused: an auditor sees why they may not approve, and the server refuses a call behind the page', async ({
  as,
  stream,
}) => {
  await stream.overdue({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000 });
  const queue = await new QueuePage(await as('auditor')).open();
  const card = await queue.openCase(stream.supplier);
  await expect(card.button('Approve')).toHaveAttribute('aria-disabled', 'true');

  const answer = await card.page.request.post('/api/trpc/proposals.approve', {
    headers: { origin: new URL(card.page.url()).origin },
    data: { json: { proposalId: '00000000-0000-7000-8000-000000000000', shownHash: '0'.repeat(64) } },
  });
  expect(answer.status()).toBe(403);
  expect(await answer.text()).toContain('planner or approver');
});

test('double approval: two people at one card, one wins and the other is told', async ({ as, stream }) => {
  await stream.overdue({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000 });
  const queue = await new QueuePage(await as('planner')).open();
  const first = await queue.openCase(stream.supplier);
  const second = await new CardPage(await as('planner2')).open(first.id);
  // The second screen still shows the open proposal, as on a slow line: what it asks for waits until the end.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await second.page.route('**/api/trpc/**', async (route) => {
    if (route.request().method() === 'GET') await held;
    await route.continue();
  });
  await first.button('Approve').click();
  await expect(first.page.getByRole('main')).toContainText(/approved/i);
  await second.button('Approve').click();
  await expect(second.page.getByRole('alert').filter({ hasText: 'Demo planner' })).toBeVisible();
  release();
  await expect(second.button('Approve')).toHaveAttribute('aria-disabled', 'true');
});

test('escalation needs two approvers, and one person has one seat', async ({ as, stream }) => {
  await stream.overdue({ shipment: `${stream.name}-1`, value: 900_000, quantity: 4_000 });
  const queue = await new QueuePage(await as('planner')).open();
  const card = await queue.openCase(stream.supplier);
  await expect(card.button('Approve')).toHaveAttribute('aria-disabled', 'true');

  const one = await new CardPage(await as('approver')).open(card.id);
  await one.button('Approve').click();
  await expect(one.page.getByText('Demo approver released it, 1 of 2.')).toBeVisible();
  await expect(one.button('Approve')).toHaveAttribute('aria-disabled', 'true');
  const two = await new CardPage(await as('approver2')).open(card.id);
  await two.button('Approve').click();
  await two.openAction();
});
