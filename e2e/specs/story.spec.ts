import { expect, test } from '../fixtures.ts';
import { ActionPage } from '../pages/action-page.ts';
import { CardPage } from '../pages/card-page.ts';
import { QueuePage } from '../pages/queue-page.ts';

test('late delivery to rolled-back action: planner modifies, approver approves, saga runs, roll back, auditor follows', async ({
  as,
  stream,
}) => {
  test.slow();
  const planner = await new QueuePage(await as('planner')).open();

  await test.step('a row appears by itself', async () => {
    await expect(planner.row(stream.supplier)).toHaveCount(0);
    await stream.overdue({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000 });
    await expect(planner.row(stream.supplier)).toContainText('$200,000');
  });

  const card = await planner.openCase(stream.supplier);
  await test.step('the planner reads it and orders less by air; the gate is asked anew', async () => {
    await expect(card.page.getByRole('region', { name: /proposed/i })).toContainText(/expedite/i);
    await card.button('Modify').click();
    await card
      .dialog()
      .getByLabel(/quantity/i)
      .fill('3000');
    await expect(card.dialog()).toContainText(/3,000/);
    await card.dialog().getByRole('button', { name: 'Modify', exact: true }).click();
    await expect(card.dialog()).toBeHidden();
    await expect(card.page.getByRole('region', { name: /proposed/i })).toContainText('3,000');
  });

  await test.step('nobody approves their own', async () => {
    await expect(card.button('Approve')).toHaveAttribute('aria-disabled', 'true');
  });

  const approver = await new CardPage(await as('approver')).open(card.id);
  await test.step('the approver approves and three steps run', async () => {
    await approver.button('Approve').click();
    const action = await approver.openAction();
    await expect(action.page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible();
    await expect(action.step(/Change order/)).toContainText('done');
    await expect(action.step(/Book air freight/)).toContainText('done');
    await expect(action.step(/Promise /)).toContainText('done');
  });

  await test.step('the plan comes first, then the roll-back runs in reverse', async () => {
    const action = new ActionPage(approver.page);
    await action.rollBack('The supplier found the shipment.');
    for (const step of [/Change order/, /Book air freight/, /Promise /])
      await expect(action.step(step)).toContainText('undone');
    await expect(action.page.getByRole('main')).toContainText(/rolled back/i);
  });

  await test.step('the auditor follows the chain', async () => {
    const page = await as('auditor');
    await page.goto('/audit');
    await page
      .getByRole('link', { name: new RegExp(stream.supplier) })
      .first()
      .click();
    await expect(page).toHaveURL(/\/audit\/[0-9a-f-]{36}/);
    for (const link of ['Signal', 'Disruption', 'Proposal', 'Policy', 'Decision', 'Step', 'Roll-back']) {
      await expect(page.getByRole('heading', { name: new RegExp(link, 'i') }).first()).toBeVisible();
    }
    await expect(page.getByText(/missing/i)).toHaveCount(0);
    await page.reload();
    await page
      .getByRole('link', { name: /case|disruption|supplier delay/i })
      .first()
      .click();
    await expect(page).toHaveURL(new RegExp(card.id));
  });
});
