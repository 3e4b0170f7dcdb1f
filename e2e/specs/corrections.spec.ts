import { expect, test } from '../fixtures.ts';
import { QueuePage } from '../pages/queue-page.ts';

test('a wrong order is taken back: the case is decided anew, and the card says so', async ({ as, stream }) => {
  const shipment = `${stream.name}-1`;
  await stream.overdue({ shipment, value: 200_000, quantity: 4_000 });
  const wrong = stream.ordered;
  const queue = await new QueuePage(await as('planner')).open();
  const card = await queue.openCase(stream.supplier);
  const main = card.page.getByRole('main');
  await expect(main).toContainText('$200,000');

  await stream.corrected({ shipment, value: 90_000, quantity: 1_500 });
  await expect(main).toContainText(`Corrected: signal ${wrong} was taken back`);
  await expect(main).toContainText('What hung on it was decided anew.');
  await expect(main).toContainText('$90,000');
  const happened = card.page.getByRole('region', { name: 'What happened' });
  await happened
    .getByRole('group')
    .getByText(/signals, 1 taken back/)
    .click();
  await expect(happened.getByRole('row').filter({ hasText: 'taken back' })).toHaveCount(1);
  const timeline = card.page.getByRole('region', { name: 'Timeline' });
  await expect(timeline).toContainText(/Revision 1: .* since replaced/);
  await expect(timeline.getByRole('link', { name: 'Signal', exact: true }).first()).toBeVisible();
});

test('a case whose cause was never there closes by itself, and its card says why', async ({ as, stream }) => {
  const shipment = `${stream.name}-1`;
  await stream.overdue({ shipment, value: 200_000, quantity: 4_000 });
  const queue = await new QueuePage(await as('planner')).open();
  const card = await queue.openCase(stream.supplier);
  await stream.corrected({ shipment, value: 200_000, quantity: 4_000, dueIn: 30 });
  await expect(card.page.getByText('The case is closed.')).toBeVisible();
  await expect(card.page.getByRole('main')).toContainText('nothing in it is overdue any more');
  await expect(card.button('Approve')).toHaveAttribute('aria-disabled', 'true');
});

test('the facts a proposal stands on are listed with their source and lead to their signals', async ({
  as,
  stream,
}) => {
  await stream.overdue({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000 });
  const queue = await new QueuePage(await as('planner')).open();
  const card = await queue.openCase(stream.supplier);
  const facts = card.page.getByRole('region', { name: 'Facts it stands on' });
  await expect(facts).toContainText(/\d+ figures were handed to the agent/);
  await facts
    .getByRole('group')
    .getByText(/figures/)
    .click();
  const row = facts.getByRole('row').filter({ hasText: 'lane.lateness' }).filter({ hasText: '→ Kenya' }).first();
  await expect(row).toContainText('% late');
  await expect(row).toContainText(stream.source);
  await row.getByRole('link', { name: 'lane.lateness v1' }).click();
  await expect(card.page.getByRole('heading', { level: 1, name: 'lane.lateness' })).toBeVisible();
  await expect(card.page.getByRole('region', { name: 'Newest values' })).toContainText(stream.source);
});
