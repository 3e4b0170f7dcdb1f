import { expect, test } from '../fixtures.ts';
import { QueuePage } from '../pages/queue-page.ts';

test('offline screen says so and blocks acting; what was missed comes after', async ({ as, stream }) => {
  await stream.overdue({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000 });
  const queue = await new QueuePage(await as('planner')).open();
  const card = await queue.openCase(stream.supplier);
  await expect(card.button('Approve')).not.toHaveAttribute('aria-disabled', 'true');

  await card.page.context().setOffline(true);
  await expect(card.page.getByRole('banner').getByRole('status')).toHaveText('stale');
  await expect(card.page.getByText('Not live.')).toBeVisible();
  await expect(card.button('Approve')).toHaveAttribute('aria-disabled', 'true');

  await stream.delivered({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000, due: '2025-09-03' });
  await card.page.context().setOffline(false);
  await expect(card.page.getByRole('banner').getByRole('status')).toHaveText('live');
  await expect(card.page.getByRole('main')).toContainText('The case is closed.');
});

test('false alarm closes by itself and says that recording was slow', async ({ as, stream }) => {
  await stream.overdue({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000 });
  const queue = await new QueuePage(await as('planner')).open();
  const card = await queue.openCase(stream.supplier);
  await stream.delivered({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000, due: '2025-09-03' }, 2);
  await expect(card.page.getByRole('main')).toContainText('The case is closed.');
  await expect(card.page.getByRole('main')).toContainText(/false alarm/i);
});

test('keyboard alone: move, open, go back', async ({ as, stream }) => {
  for (const n of [1, 2])
    await stream.overdue({ shipment: `${stream.name}-${n}`, value: 100_000 * n, quantity: 4_000 });
  const queue = await new QueuePage(await as('planner')).open();
  await expect(queue.row(stream.supplier)).toHaveCount(2);
  await queue.page.keyboard.press('j');
  await queue.page.keyboard.press('Enter');
  await expect(queue.page).toHaveURL(/\/disruptions\//);
  await queue.page.keyboard.press('g');
  await queue.page.keyboard.press('q');
  await expect(queue.page).toHaveURL(/\/queue/);
});
