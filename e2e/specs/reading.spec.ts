import { expect, type Page } from '@playwright/test';
import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { test } from '../fixtures.ts';
import { CardPage } from '../pages/card-page.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { countRequests } from '../requests.ts';
import { Stream } from '../stream.ts';

const WORTH = { value: 200_000, quantity: 4_000 };

/** The card of a case as its screen asks for it. */
async function readCard(page: Page, id: string): Promise<Card> {
  const input = encodeURIComponent(JSON.stringify({ json: { id } }));
  const answer = await page.request.get(`/api/trpc/disruptions.card?input=${input}`);
  return (await answer.json()).result.data.json;
}

/** Changes the quantity of what is proposed, again and again, each time in a revision of its own. @returns the first proposal. */
async function revise(page: Page, id: string, times: number): Promise<string> {
  const first = (await readCard(page, id)).proposal?.id ?? '';
  for (let n = 0; n < times; n++) {
    const { proposal } = await readCard(page, id);
    const change = { alternative: 'expedite', quantity: 2_000 + n };
    const answer = await page.request.post('/api/trpc/proposals.modify', {
      headers: { origin: new URL(page.url()).origin },
      data: { json: { proposalId: proposal?.id, shownHash: proposal?.shownHash, change } },
    });
    expect(answer.status(), await answer.text()).toBe(200);
  }
  return first;
}

test('a case of many revisions opens on the newest, and an old one is reached', async ({ as, stream }) => {
  await stream.overdue({ shipment: `${stream.name}-1`, ...WORTH });
  const card = await (await new QueuePage(await as('planner')).open()).openCase(stream.supplier);
  const { id } = card;
  const first = await revise(card.page, id, 30);
  const requests = countRequests(card.page);
  await card.open(id);
  await expect(card.timelineEntry(/^Revision 31:/)).toBeVisible();
  await expect(card.timelineEntry(/^Revision 31:/)).toContainText('cost');
  await expect(card.timelineEntry(/^Revision 1:/)).toHaveCount(0);
  await card.page.getByRole('button', { name: /^Show earlier \(\d+ more\)$/ }).click();
  await expect(card.timelineEntry(/^Revision 1:/)).toBeVisible();
  await expect(card.page.getByRole('button', { name: /^Show earlier/ })).toHaveCount(0);
  const old = card.timelineEntry(/^Revision 1:/);
  await old.getByText(/^Revision 1:/).click();
  await expect(old.getByRole('rowheader', { name: /Expedite 4,000 packs/ })).toBeVisible();
  expect(requests.count('disruptions.timeline')).toBeGreaterThan(0);

  // A link to an old one leads to it.
  await card.page.goto('/queue');
  await card.page.goto(`/disruptions/${id}#proposal-${first}`);
  await expect(card.timelineEntry(/^Revision 1:/)).toBeFocused();
});

test('the queue takes in what changed without reading the whole view again', async ({ as, stream }) => {
  await stream.overdue({ shipment: `${stream.name}-1`, ...WORTH });
  const page = await as('planner');
  // What changed while the page was on its way is read whole, once.
  const whole = page.waitForResponse((response) => response.url().includes('disruptions.queue'));
  const queue = await new QueuePage(page).open();
  await whole;
  await expect(queue.row(stream.supplier)).toHaveCount(1);

  const requests = countRequests(page);
  await stream.overdue({ shipment: `${stream.name}-2`, ...WORTH });
  await expect(queue.row(stream.supplier)).toHaveCount(2);
  await stream.delivered({ shipment: `${stream.name}-1`, ...WORTH, due: '2025-09-03' });
  await expect(queue.row(stream.supplier)).toHaveCount(1);
  expect(requests.count('disruptions.rows')).toBeGreaterThanOrEqual(2);
  expect(requests.count('disruptions.queue')).toBe(0);
  expect(requests.pages).toEqual([]);
});

test('another case that changes is not read for the card that is open', async ({ as, stream }) => {
  await stream.overdue({ shipment: `${stream.name}-1`, ...WORTH });
  const page = await as('planner');
  // With a world time of its own, so that no day passes for the first case.
  const other = new Stream(page.request, `${stream.name}-b`);
  await other.history();
  const { id } = await (await new QueuePage(page).open()).openCase(stream.supplier);
  // What changed while the page was on its way is read once more.
  const again = page.waitForResponse((response) => response.url().includes('disruptions.card'));
  const card = await new CardPage(page).open(id);
  await again;
  await expect(card.button('Approve')).not.toHaveAttribute('aria-disabled', 'true');
  const badge = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: /^Queue/ });
  const before = await badge.textContent();
  const requests = countRequests(page);
  await other.overdue({ shipment: `${other.name}-1`, ...WORTH });
  await expect(badge).not.toHaveText(before ?? '');
  expect(requests.count('disruptions.totals')).toBeGreaterThan(0);
  expect(requests.count('disruptions.card')).toBe(0);
});

test('links prepare no page before they are followed', async ({ as, stream }) => {
  await stream.overdue({ shipment: `${stream.name}-1`, ...WORTH });
  const page = await as('planner');
  const requests = countRequests(page);
  for (const screen of ['/queue', '/signals', '/actions', '/network', '/sources']) {
    await page.goto(screen);
    await expect(page.getByRole('banner').getByRole('status')).toHaveText('live');
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  }
  expect(requests.pages).toEqual([]);
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('link', { name: /^Queue/ })
    .click();
  await expect(page).toHaveURL(/\/queue/);
  expect(requests.pages).toContain('/queue');
});
