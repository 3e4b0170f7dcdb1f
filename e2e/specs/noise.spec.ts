import { expect, test } from '../fixtures.ts';

test('an operator changes a setting, which is the next version; others may try values only', async ({ as }) => {
  const operator = await as('operator');
  await operator.goto('/settings/noise');
  const form = operator.getByRole('form', { name: 'Temperature of goods on their way' });
  const field = form.getByLabel('Worse by (°C)');
  const next = String(Number(await field.inputValue()) + 0.5);
  await field.fill('warm');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toContainText('Type a number.');
  await field.fill(next);
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(operator.getByRole('main')).toContainText(/version \d+, by Demo operator/);
  await operator.reload();
  await expect(operator.getByRole('form').first().getByLabel('Worse by (°C)')).toHaveValue(next);

  const planner = await as('planner');
  await planner.goto('/settings/noise');
  await expect(planner.getByText('An operator who sees every region changes these settings.').first()).toBeVisible();
  await expect(planner.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  await planner.getByRole('form').first().getByRole('button', { name: 'Try on past readings' }).click();
  await expect(planner.getByRole('main').getByRole('status').first()).toContainText(
    /with these values|nothing to try/i,
  );
});
