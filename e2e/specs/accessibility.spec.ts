import { readdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { CardPage } from '../pages/card-page.ts';
import { addressesOfAll, SCREENS } from '../screens.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectSound(page: Page, name: string) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  const found = violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map((node) => node.target).join(', ')}`);
  expect.soft(found).toEqual([]);
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect.soft(content, `${name} scrolls sideways`).toBeLessThanOrEqual(window);
}

test('every page stands in the list of screens', () => {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).map((file) => file.split(path.sep).join('/'));
  const pages = files.filter((file) => /(^|\/)page\.tsx$/.test(file)).map((file) => file.replace(/\/?page\.tsx$/, ''));
  expect(Object.keys(SCREENS).toSorted()).toEqual(pages.toSorted());
});

for (const scheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`axe finds nothing, ${scheme} at ${viewport.width}`, async ({ as, stream, page: stranger }) => {
      test.setTimeout(480_000);
      const { addresses, caseId } = await addressesOfAll(await as('planner'), stream);
      const [operator, approver] = [await as('operator'), await as('approver')];
      for (const page of [operator, approver, stranger]) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await page.setViewportSize(viewport);
      }
      for (const address of [...addresses, '/nowhere']) {
        const page = address === '/sign-in' ? stranger : address.startsWith('/audit') ? approver : operator;
        await page.goto(address);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectSound(page, address);
      }
      await operator.goto('/sources');
      await operator.getByRole('button', { name: 'Connect a source' }).click();
      await expect(operator.getByRole('dialog')).toBeVisible();
      await expectSound(operator, 'connect');

      await (await new CardPage(approver).open(caseId)).button('Modify').click();
      await expect(approver.getByRole('dialog')).toBeVisible();
      await expectSound(approver, 'modify');
    });
  }
}
