import { expect, test } from '../fixtures.ts';
import { CardPage } from '../pages/card-page.ts';
import { QueuePage } from '../pages/queue-page.ts';

const MODEL = '/agents/models/lead-time-estimate/1.0.0';

test('a suspended model leaves its cases to people, and resuming brings the proposals back', async ({ as, stream }) => {
  const owner = await as('policy');
  await owner.goto('/agents');
  await expect(owner.getByRole('heading', { level: 1, name: 'Agents' })).toBeVisible();
  await owner
    .getByRole('region', { name: 'Models', exact: true })
    .getByRole('link', { name: 'lead-time-estimate' })
    .click();
  await expect(owner).toHaveURL(MODEL);
  await expect(owner.getByRole('region', { name: 'Catalogue card' })).toContainText('Risk assessment');

  await stream.overdue({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000 });
  const queue = await new QueuePage(await as('planner')).open();
  const card = await queue.openCase(stream.supplier);
  await expect(card.button('Approve')).not.toHaveAttribute('aria-disabled', 'true');
  const main = card.page.getByRole('main');
  try {
    await owner.getByRole('button', { name: 'Suspend', exact: true }).click();
    const dialog = owner.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Suspend', exact: true }).click();
    await expect(dialog).toContainText('Say why');
    await dialog.getByLabel('Reason').fill('Its lead times are under review');
    await dialog.getByRole('button', { name: 'Suspend', exact: true }).click();
    await expect(owner.getByRole('button', { name: 'Resume', exact: true })).toBeVisible();
    await expect(main).toContainText(
      'No proposal: model lead-time-estimate 1.0.0 is suspended (Its lead times are under review). Until that changes nothing can be approved here; what is done outside shows as its facts come in.',
    );
    await expect(card.button('Approve')).toHaveAttribute('aria-disabled', 'true');
  } finally {
    await owner.goto(MODEL);
    await owner.getByRole('button', { name: 'Resume', exact: true }).click();
    await owner.getByRole('dialog').getByLabel('Reason').fill('Reviewed');
    await owner.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).click();
    await expect(owner.getByRole('button', { name: 'Suspend', exact: true })).toBeVisible();
  }
  const again = await new CardPage(card.page).open(card.id);
  await expect(again.button('Approve')).not.toHaveAttribute('aria-disabled', 'true');
  await expect(main).toContainText('The agent may be asked again, and was.');
});

test('who may not suspend a model is told why, and the server refuses a call behind the page', async ({ as }) => {
  const page = await as('planner');
  await page.goto(MODEL);
  await expect(page.getByRole('button', { name: 'Suspend' })).toHaveAttribute('aria-disabled', 'true');
  const answer = await page.request.post('/api/trpc/agents.suspend', {
    headers: { origin: new URL(page.url()).origin },
    data: { json: { name: 'lead-time-estimate', version: '1.0.0', reason: 'because' } },
  });
  expect(answer.status()).toBe(403);
});
