import type { APIRequestContext, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const KEY = { authorization: 'Bearer demo-source-key' };
let run = 0;

const line = (name: string, changes: object = {}) => ({
  orderNumber: `PO-${name}`,
  lineNumber: name,
  shipment: `ASN-${name}`,
  supplier: 'Acme Diagnostics',
  item: 'Test kit, 30 tests',
  itemGroup: 'General supplies',
  origin: 'Goa plant',
  destination: 'Kenya',
  region: 'eastern-africa',
  customer: 'National programme',
  mode: 'air',
  quantity: 100,
  packUnit: '30 tests',
  value: 5000,
  currency: 'USD',
  firstLine: false,
  scheduledDelivery: '2100-03-10',
  ...changes,
});

/** Signals of a stream of their own whose quantity is no number, held in the quarantine. */
async function heldSignals(request: APIRequestContext, count: number): Promise<{ source: string; names: string[] }> {
  const tag = `held-${run++}-${Date.now() % 1_000_000}`;
  const names = Array.from({ length: count }, (_, n) => `${tag}-${n}`);
  const source = `/e2e/${tag}`;
  const events = names.map((id) => ({
    specversion: '1.0',
    id,
    source,
    type: 'purchase-order.sent',
    data: { line: line(id, { quantity: 'many' }) },
  }));
  const answer = await request.post('/api/v1/signals', { headers: KEY, data: events });
  expect((await answer.json()).quarantined).toHaveLength(count);
  return { source, names };
}

const item = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });
const openItem = async (page: Page, name: string) => {
  await page.goto('/signals?view=quarantine');
  await item(page, name)
    .getByRole('link', { name: /breaks the contract/ })
    .click();
  await expect(page.getByRole('heading', { name: `Kept apart: ${name}` })).toBeVisible();
};

test('filters survive a reload, keys walk the rows, and a signal opens with its check and its lineage', async ({
  as,
  stream,
}) => {
  const shipment = `${stream.name}-overdue`;
  await stream.overdue({ shipment, value: 200_000, quantity: 4_000 });
  const page = await as('planner');
  await page.goto(`/signals?${new URLSearchParams({ source: stream.source, type: 'purchase-order.sent' })}`);
  const rows = page.getByRole('table', { name: 'Signals' }).getByRole('row');
  await page.getByRole('searchbox', { name: 'Search signals' }).fill(shipment);
  await expect(page).toHaveURL(/subject=/);
  await expect(rows).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Type of signal' })).toHaveValue('purchase-order.sent');
  await expect(page.getByRole('searchbox', { name: 'Search signals' })).toHaveValue(shipment);
  await expect(rows).toHaveCount(2);

  await expect(page.getByRole('banner').getByRole('status')).toHaveText('live');
  await page.getByRole('heading', { name: 'Signals' }).click();
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/signals\/%2Fe2e%2F/);
  await page.reload();
  const main = page.getByRole('main');
  await expect(main.getByRole('region', { name: 'When and from where' })).toContainText(stream.source);
  await expect(main.getByRole('region', { name: 'Contract check, field by field' })).toContainText('line.quantity');
  await expect(main.getByRole('region', { name: 'Payload as JSON' })).toContainText(shipment);

  const graph = main.getByRole('region', { name: 'Lineage graph' });
  await expect(graph.getByRole('link', { name: /^Disruption/ })).toBeVisible();
  await main.getByRole('group', { name: 'Lineage as' }).getByRole('button', { name: 'List' }).click();
  const list = main.getByRole('list', { name: 'Lineage' });
  await expect(list).toContainText('overdue: disruption');
  await list.getByRole('link', { name: /^Supplier delay/ }).click();
  await expect(page).toHaveURL(/\/disruptions\//);
  await page.getByRole('link', { name: 'Lineage', exact: true }).click();
  await expect(
    page
      .getByRole('region', { name: 'Lineage graph' })
      .getByRole('link', { name: /^Signal/ })
      .first(),
  ).toBeVisible();
});

test('what stands under the cursor stays while signals stream in', async ({ as, stream }) => {
  const page = await as('planner');
  await page.goto(`/signals?${new URLSearchParams({ source: stream.source })}`);
  const rows = page.getByRole('table', { name: 'Signals' }).getByRole('row');
  await expect(rows.nth(1)).toBeVisible();
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('live');
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toHaveAttribute('aria-current', 'true');
  const under = await rows.nth(1).innerText();
  await stream.overdue({ shipment: `${stream.name}-1`, value: 10_000, quantity: 100 });
  await expect(page.getByRole('button', { name: /1 new/ })).toBeVisible();
  expect((await rows.nth(1).innerText()).split('\n').slice(1)).toEqual(under.split('\n').slice(1));
  await page.getByRole('button', { name: /1 new/ }).click();
  await expect(rows.nth(1)).toContainText('was ordered from');
});

test('a quarantined signal is put right and replayed, and says what it became', async ({ as }) => {
  const page = await as('operator');
  const { names } = await heldSignals(page.request, 1);
  const [name = ''] = names;
  await openItem(page, name);
  const status = page.getByRole('main').getByRole('status');
  await expect(status).toContainText('line.quantity');
  const editor = page.getByRole('textbox', { name: /CloudEvent in JSON/ });
  await editor.fill((await editor.inputValue()).replace('"many"', '100'));
  await expect(status).toHaveText('Fits its contract. It would be accepted.');
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('and it was accepted');
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Signal: purchase order sent' })).toBeVisible();
  await expect(page.getByRole('link', { name: /Replayed by a person/ })).toBeVisible();
});

test('a signal is discarded with a reason', async ({ as }) => {
  const page = await as('operator');
  const { names } = await heldSignals(page.request, 1);
  const [name = ''] = names;
  await openItem(page, name);
  await page.getByRole('button', { name: /^Discard/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(dialog).toContainText('Say in a few words');
  await dialog.getByRole('textbox', { name: 'Why discard' }).fill('A test of the sender.');
  await dialog.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('Demo operator discarded it');
  await expect(page.getByRole('main')).toContainText('A test of the sender.');
});

test('in bulk only what the preview shows is done, and the sum holds', async ({ as }) => {
  const page = await as('operator');
  const { names } = await heldSignals(page.request, 3);
  await page.goto('/signals?view=quarantine&reason=breaks-contract');
  for (const name of names.slice(0, 2)) await page.getByRole('checkbox', { name: `Pick ${name}` }).check();
  await page.getByRole('button', { name: /^Replay picked/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('Would be quarantined again');
  await dialog.getByRole('button', { name: 'Keep them' }).click();

  for (const name of names.slice(0, 2)) await page.getByRole('checkbox', { name: `Pick ${name}` }).check();
  await page.getByRole('button', { name: /^Discard picked/ }).click();
  await expect(dialog.getByRole('region', { name: 'Preview' })).not.toContainText(names[2] ?? '');
  await dialog.getByRole('textbox', { name: 'Why discard' }).fill('Tests of the sender.');
  await dialog.getByRole('button', { name: 'Discard 2' }).click();
  await expect(dialog.getByRole('status')).toHaveText('2 signals discarded, 0 skipped.');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(item(page, names[0] ?? '')).toHaveCount(0);
  await expect(item(page, names[2] ?? '')).toHaveCount(1);

  await page.getByRole('button', { name: 'Acceptance' }).click();
  await expect(page).toHaveURL(/view=acceptance/);
  await expect(page.getByRole('region', { name: 'Acceptance' })).toContainText('Demo ERP');
  await expect(page.getByRole('region', { name: 'Acceptance' })).not.toContainText('not in the log');
});

test('a planner sees the quarantine and may not handle it', async ({ as }) => {
  const page = await as('planner');
  const { names } = await heldSignals(page.request, 1);
  await openItem(page, names[0] ?? '');
  await expect(page.getByRole('button', { name: /Replay/ })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('main')).toContainText('This needs the role operator.');
});
