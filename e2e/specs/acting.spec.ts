import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { CardPage } from '../pages/card-page.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { Stream } from '../stream.ts';
import { OwnTower } from '../tower.ts';

const WORTH = { value: 200_000, quantity: 4_000 };

/** The card of a new case of this stream, opened from the queue. */
async function newCase(page: Page, stream: Stream): Promise<CardPage> {
  await stream.overdue({ shipment: `${stream.name}-1`, ...WORTH });
  return (await new QueuePage(page).open()).openCase(stream.supplier);
}

test('undo within the grace period stops the action before anything was sent', async ({ as, stream }) => {
  const card = await newCase(await as('planner'), stream);
  await card.button('Approve').click();
  await card.page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(card.page.getByRole('main')).toContainText('Nothing was sent.');
  const action = await card.openAction();
  for (const step of [/Change order/, /Book air freight/, /Promise /]) {
    await expect(action.step(step)).toContainText('not started');
  }
});

test('override keeps the reason in the words of the person, and somebody else releases it', async ({ as, stream }) => {
  const card = await newCase(await as('planner'), stream);
  await card.button('Override').click();
  const dialog = card.dialog();
  await dialog.getByRole('radio', { name: /^Split/ }).check();
  await dialog.getByRole('button', { name: 'Override', exact: true }).click();
  await expect(dialog).toContainText('Choose a reason.');
  await dialog.getByLabel('Reason').selectOption('supplier-told-us');
  await dialog.getByLabel('In your words').fill('Their line is down until June.');
  await dialog.getByRole('button', { name: 'Override', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(card.button('Approve')).toHaveAttribute('aria-disabled', 'true');

  const approver = await new CardPage(await as('approver')).open(card.id);
  await expect(approver.page.getByText('Their line is down until June.').first()).toBeVisible();
  await expect(approver.button('Approve')).not.toHaveAttribute('aria-disabled', 'true');
});

test('reject wants a reason and carries nothing out', async ({ as, stream }) => {
  const card = await newCase(await as('planner'), stream);
  await card.button('Reject').click();
  await card.dialog().getByLabel('Reason').selectOption('handled-elsewhere');
  await card.dialog().getByLabel('In your words').fill('Agreed with the carrier by telephone.');
  await card.dialog().getByRole('button', { name: 'Reject', exact: true }).click();
  await expect(card.dialog()).toBeHidden();
  await expect(card.page.getByRole('main')).toContainText(/rejected by Demo planner/i);
  await expect(card.page.getByRole('link', { name: /^Action:/ })).toHaveCount(0);
});

test('the row under the cursor stays while a dearer case arrives', async ({ as, stream }) => {
  await stream.overdue({ shipment: `${stream.name}-1`, ...WORTH });
  const queue = await new QueuePage(await as('planner')).open();
  await expect(queue.row(stream.supplier)).toHaveCount(1);
  await queue.page.keyboard.press('j');
  const held = await queue.row(stream.supplier).boundingBox();
  await stream.overdue({ shipment: `${stream.name}-2`, value: 450_000, quantity: 4_000 });
  const take = queue.page.getByRole('button', { name: /\d+ changes? ↑/ });
  await expect(take).toBeVisible();
  expect(await queue.row(stream.supplier).boundingBox()).toEqual(held);
  await take.click();
  await expect(queue.row(stream.supplier)).toHaveCount(2);
});

test('a refused undo is told in the words of the system, and a person closes it', async ({ browser, playwright }) => {
  test.setTimeout(240_000);
  const tower = new OwnTower(3150);
  await tower.startSandbox();
  await tower.start();
  const request = await playwright.request.newContext({ baseURL: tower.url });
  const context = await browser.newContext({ baseURL: tower.url });
  try {
    const stream = new Stream(request, 'refused');
    await stream.history();
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill('planner@example.com');
    await page.getByLabel('Password').fill('holdpoint-demo');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL(/\/queue/);
    const card = await newCase(page, stream);
    await card.button('Approve').click();
    const action = await card.openAction();
    await expect(action.step(/Promise /)).toContainText('done');

    await request.put(`${tower.sandboxUrl}/faults`, {
      data: { system: 'tms', operation: 'cancel-booking', kind: 'refused' },
    });
    await action.rollBack('The customer can wait after all.');
    const freight = action.step(/Book air freight/);
    await expect(freight).toContainText('the partner says no');
    await freight.getByLabel('How it was settled').fill('The carrier keeps the booking; we use it for the next order.');
    await freight.getByRole('button', { name: 'Close step', exact: true }).click();
    await expect(page.getByRole('main')).toContainText(/closed by/i);
    await expect(freight.getByRole('button', { name: 'Close step', exact: true })).toHaveCount(0);
  } finally {
    await context.close();
    await request.dispose();
    await tower.stop();
  }
});
