import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';

/** Sources, and one of them. */
export class SourcePage {
  constructor(readonly page: Page) {}

  /** Connects a source that may send stock movements. @returns its first key. */
  async connect(name: string): Promise<string> {
    await this.page.goto('/sources');
    await this.page.getByRole('button', { name: 'Connect a source' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Connect a source' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('System').fill('WMS');
    await dialog.getByRole('combobox', { name: 'Signal types' }).fill('stock.moved');
    await this.page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    return this.takeKey(dialog);
  }

  /** The key that a dialog shows, once. */
  async takeKey(dialog: Locator): Promise<string> {
    const key = await dialog.getByLabel('New key').inputValue();
    expect(key).toMatch(/^hp_/);
    await dialog.getByRole('button', { name: 'I have it' }).click();
    return key;
  }

  table(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('main').getByRole('button', { name });
  }
}

/** Sends one stock movement under a key. @returns status and body of the answer. */
export async function sendMovement(request: APIRequestContext, key: string, source: string, id: string, change = {}) {
  const data = {
    item: 'i',
    site: 's',
    lot: null,
    quantity: 1,
    unit: 'EA',
    reason: 'issue',
    reference: null,
    ...change,
  };
  const answer = await request.post('/api/v1/signals', {
    headers: { authorization: `Bearer ${key}` },
    data: { specversion: '1.0', id, source, type: 'stock.moved', data },
  });
  return { status: answer.status(), body: await answer.json() };
}
