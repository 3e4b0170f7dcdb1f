import { expect, test } from '../fixtures.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { SourcePage, sendAll, sendMovement, sentLine } from '../pages/source-page.ts';

const named = (what: string) => `${what} ${Date.now() % 1_000_000}`;

test('a source is connected, sends with its key, and its key is rotated and revoked', async ({ as, request }) => {
  const name = named('WMS');
  const stream = `/e2e/${name.replace(' ', '-')}`;
  const sources = new SourcePage(await as('operator'));
  const { page } = sources;
  const first = await sources.connect(name);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText(first)).toHaveCount(0);

  expect(await sendMovement(request, first, stream, '1')).toMatchObject({ status: 202, body: { accepted: 1 } });
  const unknown = await sendMovement(request, first, stream, '2', { reason: 'theft' });
  expect(unknown.body.quarantined[0].reason).toBe('breaks-contract');
  await expect(page.getByRole('link', { name: '1', exact: true })).toBeVisible();
  await expect(page.getByText('Last bad signal:')).toBeVisible();

  await sources.button('Issue key').click();
  const dialog = page.getByRole('dialog', { name: 'Issue key' });
  await dialog.getByRole('button', { name: 'Make a new key' }).click();
  const second = await sources.takeKey(dialog);
  for (const [n, key] of [first, second].entries()) {
    expect((await sendMovement(request, key, stream, `rotated-${n}`)).status).toBe(202);
  }

  const hint = `Revoke …${first.slice(-4)}`;
  await sources.button(hint).click();
  await page.getByRole('dialog', { name: 'Revoke key' }).getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(sources.button(hint)).toHaveCount(0);
  await expect.poll(async () => (await sendMovement(request, first, stream, 'late')).status).toBe(401);
  expect((await sendMovement(request, second, stream, 'late')).status).toBe(202);
});

test('a version that breaks is told so before its release; one that does not is released and compared', async ({
  as,
}) => {
  const sources = new SourcePage(await as('operator'));
  const { page } = sources;
  await sources.connect(named('Contracts'));
  await sources.button('stock.moved').click();
  await expect(sources.table('Fields of stock.moved')).toContainText('quantity');
  await sources.button('New version').click();
  const dialog = page.getByRole('dialog', { name: 'Contract for stock.moved' });
  const text = dialog.getByLabel('ODCS 3.1 document');
  const begun = await text.inputValue();

  await text.fill(begun.replace(/ +- scrap\n/, ''));
  await dialog.getByRole('button', { name: 'Check' }).click();
  await expect(dialog.getByText(/reason may be "scrap" in version 1 and not now/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Release version 2' })).toHaveAttribute('aria-disabled', 'true');

  await text.fill(
    begun.replace(
      '      - name: reference\n',
      '      - name: dock\n        logicalType: string\n      - name: reference\n',
    ),
  );
  await dialog.getByRole('button', { name: 'Check' }).click();
  await expect(dialog.getByText('Version 2 is compatible with all before')).toBeVisible();
  await dialog.getByLabel('What changed').fill('The dock is told');
  await dialog.getByRole('button', { name: 'Release version 2' }).click();
  await expect(dialog).toBeHidden();
  await expect(sources.table('Contract of each type')).toContainText('The dock is told');

  await page.getByLabel('Version', { exact: true }).selectOption('2');
  await page.getByLabel('Compare with').selectOption('1');
  await expect(sources.table('From version 1 to 2')).toContainText('properties[dock]');
});

test('the health of a type is shown, by its address too, and what is not measured says why', async ({
  as,
  request,
}) => {
  const name = `/e2e/${named('health').replace(' ', '-')}`;
  for (const type of ['stock.moved', 'clock.advanced']) {
    const time = '2031-02-03T00:00:00Z';
    const data =
      type === 'clock.advanced'
        ? {}
        : { item: 'i', site: 's', lot: null, quantity: 1, unit: 'EA', reason: 'issue', reference: null };
    const answer = await request.post('/api/v1/signals', {
      headers: { authorization: 'Bearer demo-source-key' },
      data: { specversion: '1.0', id: type, source: name, type, time, recordedtime: time, data },
    });
    expect(answer.status()).toBe(202);
  }
  const page = await as('planner');
  await page.goto('/sources');
  await page.getByRole('link', { name: 'Demo ERP', exact: true }).click();
  const health = page.getByRole('region', { name: 'Health' });
  const type = health.getByLabel('Signal type');
  await expect(type).toBeVisible();
  await expect(type).not.toHaveValue('clock.advanced');
  await type.selectOption('clock.advanced');
  await expect(page).toHaveURL(/\?type=clock\.advanced$/);
  await page.reload();
  await expect(type).toHaveValue('clock.advanced');
  await expect(health.getByRole('group', { name: 'Lag' })).toContainText('how late it comes is not measured');
  await expect(health).not.toContainText('no data');
});

test('a source that has spent its budget of bad signals is decided by people, and the card says so', async ({
  as,
  request,
}) => {
  test.setTimeout(180_000);
  const name = named('Sloppy');
  const stream = `/e2e/${name.replace(' ', '-')}`;
  const sources = new SourcePage(await as('operator'));
  const { page } = sources;
  const key = await sources.connect(name, 'purchase-order.sent');
  await sources.button('purchase-order.sent').click();
  await sources.button('New version').click();
  const dialog = page.getByRole('dialog', { name: 'Contract for purchase-order.sent' });
  const text = dialog.getByLabel('ODCS 3.1 document');
  const allowed = '  - property: errorRate\n    value: 2\n    unit: "%"\n';
  await text.fill((await text.inputValue()).replace('slaProperties:\n', `slaProperties:\n${allowed}`));
  await dialog.getByLabel('What changed').fill('Two in a hundred may be bad');
  await dialog.getByRole('button', { name: 'Release version 2' }).click();
  await expect(dialog).toBeHidden();

  const good = Array.from({ length: 100 }, (_, n) => sentLine(stream, `${name} ${n}`, '2099-01-05'));
  const bad = Array.from({ length: 5 }, (_, n) => sentLine(stream, `${name} bad ${n}`, 'some day'));
  expect(await sendAll(request, key, [...good, ...bad])).toMatchObject({ accepted: 100, quarantined: { length: 5 } });
  await page.reload();
  // Budgets are worked out when a minute has ended.
  await expect(page.getByText(`${name} has spent its budget of bad signals`)).toBeVisible({ timeout: 90_000 });
  const share = page.getByRole('region', { name: 'Health' }).getByRole('group', { name: 'Bad signals' });
  await expect(share).toContainText('2 % allowed');

  const late = sentLine(stream, `${name} late`, '2026-01-05');
  expect(await sendAll(request, key, [late])).toMatchObject({ accepted: 1 });
  const queue = await new QueuePage(await as('planner')).open();
  await queue.search(name);
  const card = await queue.openCase(`${name} works`);
  await expect(card.page.getByRole('region', { name: 'Gate' })).toContainText(
    `Source ${name} has spent its budget of bad signals, so a person decides.`,
  );
});

test('who may not manage sources sees them and is told why', async ({ as }) => {
  const page = await as('planner');
  await page.goto('/sources');
  await expect(page.getByRole('button', { name: 'Connect a source' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('link', { name: 'Demo ERP', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Demo ERP' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Issue key' })).toHaveAttribute('aria-disabled', 'true');
});
