import { expect, test } from '../fixtures.ts';

test('an operator sees what would go before it does, and says how long it is kept; a planner may look', async ({
  as,
}) => {
  const operator = await as('operator');
  await operator.goto('/settings');
  await operator.getByRole('main').getByRole('link', { name: 'Retention' }).click();
  const form = operator.getByRole('form', { name: 'How long it is kept' });
  const notes = form.getByLabel('Notes of closed cases (months)');
  await notes.fill('5');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toContainText('At least 6 months');
  const next = String((Math.floor(Date.now() / 1_000) % 100) + 12);
  await notes.fill(next);
  await form.getByRole('button', { name: 'Dry run' }).click();
  await expect(form.getByRole('region', { name: 'What would go now' }).getByRole('table')).toContainText(
    'Notes of closed cases',
  );
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(operator.getByRole('main')).toContainText(/version \d+, by Demo operator/);
  await operator.reload();
  await expect(operator.getByLabel('Notes of closed cases (months)')).toHaveValue(next);

  const planner = await as('planner');
  await planner.goto('/settings/retention');
  await expect(planner.getByText('An operator or admin of all regions changes this.')).toBeVisible();
  await expect(planner.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  await expect(planner.getByRole('button', { name: 'Dry run' })).toHaveCount(0);
});
