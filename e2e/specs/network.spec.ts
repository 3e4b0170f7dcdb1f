import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { tellWorld } from '../world.ts';

async function search(page: Page, list: string, words: string) {
  await page.goto(`/network?view=${list}`);
  await page.getByRole('searchbox').fill(words);
}

const nameOf = (title: string) => `${title.split(/\W+/)[0]}-${Date.now() % 1_000_000}`.toLowerCase();

test('stock is found, shows both figures, and its page projects it from the flows', async ({ as, request }, info) => {
  const { item, site } = await tellWorld(request, nameOf(info.title));
  const page = await as('planner');
  await search(page, 'stock', item);
  const row = page.getByRole('row', { name: new RegExp(item) });
  await expect(row).toContainText('−6');
  await expect(row.getByText('86', { exact: true })).toHaveAttribute('title', /\/e2e\/network\/.* old$/);
  await row.getByRole('link', { name: item }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${item} at ${site}` })).toBeVisible();
  await expect(page.getByRole('group', { name: 'On hand' })).toContainText('86');
  await expect(page.getByRole('group', { name: 'Runs short' })).toContainText('5 Mar 2026');
  await expect(page.getByRole('img', { name: /Stock from 1 Mar.*below zero from 5 Mar/ })).toBeVisible();
  const flows = page.getByRole('region', { name: 'Flows' });
  await expect(flows.getByRole('row')).toHaveCount(3);
  await expect(flows).toContainText('Shipment under way SHIP-');
  await page.getByText('The same as figures').click();
  await expect(page.getByRole('region', { name: 'Stock by day' }).last()).toContainText('9 Mar 2026');
});

test('disagreement between ledger and hand count is on its list with both sources', async ({ as, request }, info) => {
  const { item } = await tellWorld(request, nameOf(info.title));
  const page = await as('auditor');
  await search(page, 'disagreements', item);
  const row = page.getByRole('row', { name: new RegExp(item) });
  await expect(row).toContainText('86 ledger');
  await expect(row).toContainText('80 physical');
  await expect(row).toContainText('−6 EA');
});

test('shipment shows its way with what is planned and what is done', async ({ as, request }, info) => {
  const { shipment } = await tellWorld(request, nameOf(info.title));
  const page = await as('operator');
  await search(page, 'shipments', shipment);
  await page.getByRole('link', { name: shipment }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Shipment ${shipment}` })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Departure at Port' })).toContainText('Actual 1 Mar 2026');
});

test('a signal that comes while the list is open shows by itself', async ({ as, request }, info) => {
  const name = nameOf(info.title);
  const page = await as('planner');
  await search(page, 'items', `Serum ${name}`);
  await expect(page.getByText('Nothing matches.')).toBeVisible();
  const { item } = await tellWorld(request, name);
  await expect(page.getByRole('row', { name: new RegExp(item) })).toBeVisible();
});

test('lists by key and by address, sound in both schemes and on a phone', async ({ as, request }, info) => {
  test.slow();
  const { item, site, shipment } = await tellWorld(request, nameOf(info.title));
  const page = await as('planner');
  await page.goto('/queue');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await expect(page).toHaveURL(/\/network/);
  await page.getByRole('navigation', { name: 'Lists of the network' }).getByRole('link', { name: 'Demand' }).click();
  await expect(page).toHaveURL(/view=demand/);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    for (const path of [
      '/network?view=stock',
      '/network?view=disagreements',
      `/network/stock/${encodeURIComponent(item)}/${encodeURIComponent(site)}`,
      `/network/shipments/${shipment}`,
    ]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect
        .soft(violations.map(({ id, nodes }) => `${path}: ${id} at ${nodes.map((node) => node.target).join(', ')}`))
        .toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth),
        `${path} scrolls sideways`,
      ).toBeLessThanOrEqual(390);
    }
  }
});
