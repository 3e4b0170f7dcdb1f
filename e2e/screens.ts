import { expect, type Page } from '@playwright/test';
import { QueuePage } from './pages/queue-page.ts';
import type { Stream } from './stream.ts';
import { tellWorld } from './world.ts';

const KEY = { authorization: 'Bearer demo-source-key' };

/** What the addresses of screens about one thing name. */
type Told = {
  caseId: string;
  actionId: string;
  decision: string;
  source: string;
  importId: string;
  signal: string;
  quarantined: string;
  position: string;
  shipment: string;
};

/** Every page under app/ (its file, without `page.tsx`) with the addresses at which it is looked at. */
export const SCREENS: Record<string, (told: Told) => string[]> = {
  '': () => ['/'],
  'sign-in': () => ['/sign-in'],
  '(console)/queue': () => ['/queue', '/queue?view=waiting'],
  '(console)/approvals': () => ['/approvals'],
  '(console)/disruptions/[id]': ({ caseId }) => [`/disruptions/${caseId}`],
  '(console)/actions': () => ['/actions'],
  '(console)/actions/[id]': ({ actionId }) => [`/actions/${actionId}`],
  '(console)/network': () => ['/network', '/network?view=disagreements', '/network?view=shipments'],
  '(console)/network/stock/[item]/[site]': ({ position }) => [position],
  '(console)/network/shipments/[shipment]': ({ shipment }) => [shipment],
  '(console)/signals': () => ['/signals', '/signals?view=quarantine', '/signals?view=acceptance'],
  '(console)/signals/[source]/[id]': ({ signal }) => [signal],
  '(console)/signals/quarantine/[id]': ({ quarantined }) => [quarantined],
  '(console)/lineage': ({ caseId }) => [`/lineage?from=disruption:${caseId}`],
  '(console)/sources': () => ['/sources'],
  '(console)/sources/[id]': ({ source }) => [source],
  '(console)/sources/[id]/imports': ({ source }) => [`${source}/imports`],
  '(console)/sources/[id]/imports/new': ({ source }) => [`${source}/imports/new`],
  '(console)/sources/[id]/imports/[importId]': ({ source, importId }) => [`${source}/imports/${importId}`],
  '(console)/policies': () => ['/policies'],
  '(console)/policies/[version]': () => ['/policies/1'],
  '(console)/agents': () => ['/agents'],
  '(console)/agents/models/[name]/[version]': () => ['/agents/models/lateness-estimate/1.0.0'],
  '(console)/agents/features/[name]': () => ['/agents/features/lane.lateness'],
  '(console)/audit': () => ['/audit'],
  '(console)/audit/[decisionId]': ({ decision }) => [decision],
  '(console)/settings': () => ['/settings'],
  '(console)/settings/noise': () => ['/settings/noise'],
  '(console)/settings/retention': () => ['/settings/retention'],
};

/** The address of the first link on a page that leads below a path. */
async function firstBelow(page: Page, address: string, path: string): Promise<string> {
  await page.goto(address);
  const link = page.getByRole('main').locator(`a[href^="${path}/"]`).first();
  await expect(link, `a link on ${address} below ${path}`).toBeVisible();
  return (await link.getAttribute('href')) ?? '';
}

/** The address of the source whose key tells what is shown here. */
async function erpAddress(page: Page): Promise<string> {
  await page.goto('/sources');
  return (await page.getByRole('link', { name: 'Demo ERP', exact: true }).getAttribute('href')) ?? '';
}

/** Tells the tower something for every screen to show: a case that waits, one that is being carried out, a world, an import. */
async function tellAll(page: Page, stream: Stream): Promise<Told> {
  const worth = { value: 200_000, quantity: 4_000 };
  await stream.overdue({ shipment: `${stream.name}-1`, ...worth });
  await stream.overdue({ shipment: `${stream.name}-2`, ...worth, supplier: stream.otherSupplier });
  const { item, site, shipment } = await tellWorld(page.request, stream.name);
  const refused = { specversion: '1.0', id: `${stream.name}-bad`, source: stream.source, type: 'clock.advanced' };
  await page.request.post('/api/v1/signals', { headers: KEY, data: { ...refused, data: 'no object' } });
  const imported = await page.request.post(`/api/v1/imports?name=${stream.name}.txt`, {
    headers: { ...KEY, 'content-type': 'text/plain' },
    data: `The truck of ${stream.name} stands at the border.`,
  });
  expect(imported.status()).toBe(202);

  const queue = await new QueuePage(page).open();
  const decided = await queue.openCase(stream.otherSupplier);
  await decided.button('Approve').click();
  const actionId = new URL((await decided.openAction()).page.url()).pathname.split('/').at(-1) ?? '';
  await queue.open();
  return {
    caseId: (await queue.openCase(stream.supplier)).id,
    actionId,
    decision: await firstBelow(page, '/audit', '/audit'),
    source: await erpAddress(page),
    importId: (await imported.json()).id,
    signal: await firstBelow(page, `/signals?${new URLSearchParams({ source: stream.source })}`, '/signals'),
    quarantined: await firstBelow(page, '/signals?view=quarantine', '/signals/quarantine'),
    position: `/network/stock/${encodeURIComponent(item)}/${encodeURIComponent(site)}`,
    shipment: `/network/shipments/${encodeURIComponent(shipment)}`,
  };
}

/** Addresses of every page, each with something on it. `page` is a planner's. @returns them, and the case that still waits */
export async function addressesOfAll(page: Page, stream: Stream): Promise<{ addresses: string[]; caseId: string }> {
  const told = await tellAll(page, stream);
  return { addresses: Object.values(SCREENS).flatMap((addresses) => addresses(told)), caseId: told.caseId };
}
