import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { QueuePage } from '../pages/queue-page.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectSound(page: Page, name: string) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  const found = violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map((node) => node.target).join(', ')}`);
  expect.soft(found).toEqual([]);
}

for (const scheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`axe finds nothing, ${scheme} at ${viewport.width}`, async ({ as, stream }) => {
      test.slow();
      await stream.overdue({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000 });
      const page = await as('approver');
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      const queue = new QueuePage(page);
      for (const path of [
        '/queue',
        '/approvals',
        '/actions',
        '/signals',
        '/signals?view=quarantine',
        '/signals?view=acceptance',
        '/sources',
        '/policies',
        '/agents',
        '/agents/models/lateness-estimate/1.0.0',
        '/agents/features/lane.lateness',
        '/audit',
        '/settings',
        '/settings/noise',
        '/nowhere',
      ]) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectSound(page, path);
      }
      await page.goto('/queue');
      await page
        .getByRole('link', { name: new RegExp(stream.supplier) })
        .first()
        .click();
      await expect(page.getByRole('heading', { name: /what happened/i })).toBeVisible();
      await expectSound(page, 'card');
      await page.getByRole('button', { name: 'Modify', exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectSound(page, 'modify');
      await expect(queue.page).toHaveURL(/disruptions/);
    });
  }
}
