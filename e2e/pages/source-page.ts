import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';

/** Sources, and one of them. */
export class SourcePage {
  constructor(readonly page: Page) {}

  /** Connects a source that may send signals of a type. @returns its first key. */
  async connect(name: string, type = 'stock.moved'): Promise<string> {
    await this.page.goto('/sources');
    await this.page.getByRole('button', { name: 'Connect a source' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Connect a source' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('System').fill('WMS');
    await dialog.getByRole('combobox', { name: 'Signal types' }).fill(type);
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

/** An order line worth so little that waiting is the answer when it is late, which policy releases by itself. */
export const sentLine = (source: string, name: string, scheduledDelivery: string) => ({
  specversion: '1.0',
  id: name,
  source,
  type: 'purchase-order.sent',
  time: '2026-01-02T08:00:00Z',
  data: {
    line: {
      orderNumber: `PO-${name}`,
      lineNumber: name,
      shipment: name,
      supplier: `${source.split('/').at(-1)?.replace('-', ' ')} works`,
      item: 'Gauze',
      itemGroup: 'General supplies',
      origin: 'Here',
      destination: 'Kenya',
      region: 'eastern-africa',
      customer: 'Clinics',
      mode: 'truck',
      quantity: 1,
      packUnit: '10 rolls',
      value: 50,
      currency: 'USD',
      firstLine: false,
      scheduledDelivery,
    },
  },
});

/** Sends signals under a key, in one request. @returns the answer. */
export async function sendAll(request: APIRequestContext, key: string, events: object[]) {
  const answer = await request.post('/api/v1/signals', {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
    data: JSON.stringify(events),
  });
  expect(answer.status(), await answer.text()).toBe(202);
  return answer.json();
}
