import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const KEY = { authorization: 'Bearer demo-source-key' };

const open = async (page: Page, name: string) => {
  await page.goto('/signals?view=quarantine');
  await page.getByRole('listitem').filter({ hasText: name }).first().getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: `Kept apart: ${name}` })).toBeVisible();
};

test('an event of EPCIS is put right as EPCIS, and what it makes is accepted', async ({ as }) => {
  const page = await as('operator');
  const name = `urn:uuid:flying-${Date.now()}`;
  const answer = await page.request.post('/api/v1/epcis/capture', {
    headers: { ...KEY, 'content-type': 'application/ld+json', 'GS1-Capture-Error-Behaviour': 'proceed' },
    data: JSON.stringify({
      '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: '2026-11-20T08:00:00Z',
      epcisBody: {
        eventList: [
          {
            type: 'ObjectEvent',
            eventID: name,
            action: 'OBSERVE',
            bizStep: 'flying',
            epcList: ['urn:epc:id:sgtin:0614141.107346.2017'],
            eventTime: '2026-11-20T08:00:00Z',
            eventTimeZoneOffset: '+00:00',
          },
        ],
      },
    }),
  });
  expect(answer.status()).toBe(202);
  await open(page, name);
  const main = page.getByRole('main');
  const editor = main.getByRole('textbox', { name: 'The event as EPCIS 2.0, in JSON' });
  await expect(editor).toHaveValue(/\n {2}"bizStep": "flying"/);
  await expect(main.getByRole('status')).toContainText('bizStep');
  await editor.fill('{');
  await expect(main.getByRole('status')).toHaveText('It is not JSON.');
  await editor.fill(
    JSON.stringify({
      type: 'ObjectEvent',
      eventID: name,
      action: 'OBSERVE',
      bizStep: 'shipping',
      epcList: ['urn:epc:id:sgtin:0614141.107346.2017'],
      eventTime: '2026-11-20T08:00:00Z',
      eventTimeZoneOffset: '+00:00',
    }),
  );
  await expect(main.getByRole('status')).toContainText('would be accepted');
  await main.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(main).toContainText('and it was accepted');
  await main.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Signal: object observed' })).toBeVisible();
});

test('a message of EDIFACT is edited as text, or as the signal that was made of it', async ({ as }) => {
  const page = await as('operator');
  const run = Date.now() % 1_000_000;
  const order = (quantity: number) =>
    [
      `UNB+UNOC:3+BUYER+SELLER+261120:0915+${run}'`,
      "UNH+1+ORDERS:D:96A:UN'",
      `BGM+220+PO-${run}+9'`,
      "DTM+137:20261119:102'",
      "LIN+1++KIT-1:IN'",
      `QTY+21:${quantity}:PCE'`,
      "UNS+S'",
      "UNT+7+1'",
      `UNZ+1+${run}'`,
    ].join('\n');
  for (const quantity of [10, 12]) {
    const answer = await page.request.post(`/api/v1/imports?name=order-${run}.edi`, {
      headers: { ...KEY, 'content-type': 'application/edifact' },
      data: order(quantity),
    });
    expect(answer.status()).toBe(202);
  }
  await open(page, `:BUYER/:SELLER/${run}//1/1`.replaceAll(':', '%3A'));
  const main = page.getByRole('main');
  await expect(main.getByRole('figure').first()).toContainText('QTY+21:12:PCE');
  await main.getByRole('radiogroup', { name: 'Edit' }).getByText('The signal made of it').click();
  await expect(main.getByRole('textbox', { name: /CloudEvent in JSON/ })).toHaveValue(/"quantity": 12/);
  await main.getByRole('radiogroup', { name: 'Edit' }).getByText('What came').click();
  const editor = main.getByRole('textbox', { name: 'The message as EDIFACT, in its envelopes' });
  await editor.fill((await editor.inputValue()).replace('UNH+1+', 'UNH+2+').replace('UNT+7+1', 'UNT+7+2'));
  await expect(main.getByRole('status')).toContainText('would be accepted');
  await main.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(main).toContainText('and it was accepted');
});

test('what is no text says so, and is discarded with a reason', async ({ as }) => {
  const page = await as('operator');
  const name = `not-text-${Date.now()}`;
  const event = JSON.stringify({ eventID: name, eventType: 'EQUIPMENT', facilityName: 'x' }).replace('"x"', '"\u00ff"');
  await page.request.post('/api/v1/dcsa/events', {
    headers: { ...KEY, 'content-type': 'application/json' },
    data: Buffer.from(event, 'latin1'),
  });
  await open(page, name);
  const main = page.getByRole('main');
  await expect(main).toContainText('not UTF-8, so they cannot be edited as text');
  await main.getByRole('button', { name: /^Discard/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Why discard' }).fill('The sender sends it again as UTF-8.');
  await dialog.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(main).toContainText('The sender sends it again as UTF-8.');
});
