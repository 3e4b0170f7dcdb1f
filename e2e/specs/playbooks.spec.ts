import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { QueuePage } from '../pages/queue-page.ts';

const KEY = 'demo-source-key';
const START = Date.parse('2026-06-01T06:00:00Z');
let run = 0;
const unique = (prefix: string) => `${prefix}${Date.now() % 1_000_000}${run++}`;

async function post(request: APIRequestContext, events: object[]): Promise<void> {
  const response = await request.post('/api/v1/signals', {
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/cloudevents-batch+json' },
    data: JSON.stringify(events),
  });
  expect(response.status(), await response.text()).toBe(202);
  expect(await response.json()).toMatchObject({ accepted: events.length, quarantined: [] });
}

/** Readings of a container, one a minute, each with its temperature. */
const readings = (thing: string, from: number, celsius: number[]) =>
  celsius.map((value, n) => ({
    specversion: '1.0',
    id: `${thing}-${from + n}`,
    source: '/e2e/reefers',
    type: 'sensor.observed',
    time: new Date(START + (from + n) * 60_000).toISOString(),
    datacontenttype: 'application/json',
    region: 'eastern-africa',
    data: {
      thing,
      thingKind: 'container',
      device: 'probe',
      measure: 'Temperature',
      value,
      unit: 'CEL',
      words: null,
      low: 2,
      high: 8,
    },
  }));

const counted = (item: string, minute: number, basis: string, quantity: number) => ({
  specversion: '1.0',
  id: `${item}-${basis}-${minute}`,
  source: basis === 'ledger' ? '/e2e/books' : '/e2e/warehouse',
  type: 'stock.counted',
  time: new Date(START + minute * 60_000).toISOString(),
  datacontenttype: 'application/json',
  region: 'eastern-africa',
  data: { item, site: 'Mombasa', lot: null, basis, quantity, unit: 'EA', reserved: null },
});

test('a storm of readings about a bound is one case with a count, and closes by itself', async ({ as, request }) => {
  const thing = unique('REEF');
  await post(
    request,
    readings(
      thing,
      0,
      Array.from({ length: 120 }, (_, n) => (n % 2 ? 8.6 : 7.8)),
    ),
  );
  const queue = await new QueuePage(await as('planner')).open();
  await expect(queue.row(thing)).toHaveCount(1);
  const card = await queue.openCase(thing);
  const main = card.page.getByRole('main');
  await expect(card.page.getByRole('heading', { level: 1 })).toHaveText(`Cold-chain excursion · container ${thing}`);
  await expect(main).toContainText('8.6 °C at worst');
  await expect(main).toContainText('119 signals from /e2e/reefers');
  await expect(main).toContainText('Nobody has told what is in it');
  // The readings are of June: nothing has been read since, which the card says, and which closes nothing.
  await expect(main).toContainText(/no reading since 07:59 UTC on 1 Jun 2026, .* ago/);
  await expect(main).toContainText('silence closes no case');

  await post(
    request,
    readings(
      thing,
      120,
      Array.from({ length: 45 }, () => 5),
    ),
  );
  await expect(main).toContainText('The exposure stays');
  await expect(card.button('Approve')).toHaveAttribute('aria-disabled', 'true');
});

test('a sensor that dies outside its band is a case that says so, with what nobody measured', async ({
  as,
  request,
}) => {
  const thing = unique('REEF');
  await post(request, readings(thing, 0, [5, 5, 12.4]));
  const queue = await new QueuePage(await as('planner')).open();
  const card = await queue.openCase(thing);
  const main = card.page.getByRole('main');
  await expect(main).toContainText('Then it fell silent, and that is why this is a case.');
  await expect(main).toContainText(/0 minutes measured, at most .* h/);
  await expect(main).toContainText('what nobody measured counts as outside');
  await expect(main).toContainText(/How long it was outside is not certain: .* of it nobody measured/);

  // Read again and back in its band for long enough, it closes as any other.
  await post(
    request,
    readings(
      thing,
      300,
      Array.from({ length: 45 }, () => 5),
    ),
  );
  await expect(main).toContainText('Measured again: 5 °C');
  await expect(main).toContainText('The exposure stays');
});

test('a count that is taken back closes its case, and the card says why', async ({ as, request }) => {
  const item = unique('Serum ');
  const wrong = counted(item, 5, 'physical', 700);
  await post(request, [counted(item, 0, 'ledger', 1_200), wrong]);
  const queue = await new QueuePage(await as('planner')).open();
  const card = await queue.openCase(item);
  const main = card.page.getByRole('main');
  await expect(main).toContainText('there are 700 EA');
  await post(request, [
    {
      ...wrong,
      id: `${wrong.id}-back`,
      type: 'signal.retracted',
      data: {
        retracts: { source: wrong.source, id: wrong.id },
        reason: 'wrong shelf',
        declaredAt: null,
        correctedBy: [],
        note: null,
      },
    },
  ]);
  await expect(main).toContainText(
    'The facts were corrected: the count was taken back, and there is nothing to hold the ledger against.',
  );
  await expect(main).toContainText('(wrong shelf). The case closed: what is left gives no cause for it.');
  await expect(card.button('Approve')).toHaveAttribute('aria-disabled', 'true');
});

test('a stock discrepancy is recounted on approval, and the count can be cancelled', async ({ as, request }) => {
  const item = unique('Vaccine ');
  await post(request, [counted(item, 0, 'ledger', 1_200), counted(item, 5, 'physical', 1_100)]);
  const queue = await new QueuePage(await as('planner')).open();
  const card = await queue.openCase(item);
  const main = card.page.getByRole('main');
  await expect(main).toContainText('there are 1,100 EA: 100 EA less (8.3 %), of a value that is not known');
  await expect(main).toContainText('value not known, at risk');
  const caseId = card.id;
  await card.button('Approve').click();
  const action = await card.openAction();
  await expect(action.step(/Order a count/)).toContainText('done');
  await action.rollBack('Counted by the auditors already.');
  await expect(action.page.getByRole('main')).toContainText(/rolled back/i);

  await post(request, [counted(item, 30, 'ledger', 1_100)]);
  await card.open(caseId);
  await expect(card.page.getByRole('main')).toContainText('Ledger and count agree again: 1,100 EA.');
});
