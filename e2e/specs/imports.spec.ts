import { expect, test } from '../fixtures.ts';

const ORDERS = [
  'PO;Position;Item no;Menge;Termin',
  '4711;1;KIT-1;1.200,5;24.12.2026',
  '4711;2;KIT-2;three;24.12.2026',
  '4711;3;KIT-3;7;',
].join('\n');

test('an operator maps a CSV file with a preview, imports it, and is told about the row that was refused', async ({
  as,
}) => {
  const page = await as('operator');
  const run = Date.now() % 1_000_000;
  await page.goto('/sources');
  await page.getByRole('link', { name: 'Imported files of Demo ERP' }).click();
  await page.getByRole('button', { name: 'Import a file' }).click();
  const act = page.getByRole('button', { name: /import$/i });
  await expect(act).toHaveAttribute('aria-disabled', 'true');

  await page.getByLabel('File', { exact: true }).setInputFiles({
    name: `orders-${run}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(ORDERS.replaceAll('4711', `PO-${run}`)),
  });
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('KIT-2');

  // What is called as its field is mapped already; the rest is chosen.
  await page.getByLabel('Column for orderNumber').selectOption('PO');
  await page.getByLabel('Column for lineNumber').selectOption('Position');
  await page.getByLabel('Column for item').selectOption('Item no');
  await page.getByLabel('Column for quantity').selectOption('Menge');
  await page.getByLabel('Decimal mark of quantity').selectOption({ label: '1.234,5' });
  await page.getByLabel('Column for unit', { exact: true }).selectOption({ label: 'the same for every row' });
  await page.getByLabel('Value of unit', { exact: true }).fill('EA');
  await page.getByLabel('Column for requestedDelivery').selectOption('Termin');
  await page.getByLabel('Date format of requestedDelivery').fill('d.M.yyyy');
  const names = page.getByRole('group', { name: 'Columns that name a row' });
  for (const name of ['PO', 'Position']) await names.getByRole('checkbox', { name, exact: true }).check();
  for (const name of ['Item no', 'Menge', 'Termin']) await names.getByRole('checkbox', { name, exact: true }).uncheck();
  await expect(preview).toContainText(`Line 1 of PO-${run} was placed: 1,200.5 EA of KIT-1, wanted by 24 Dec 2026.`);
  await expect(preview).toContainText('Menge: “three” is no number with “,” before its decimals.');

  await page.getByLabel('Name of the mapping').fill(`orders ${run}`);
  await page.getByRole('button', { name: 'Save mapping and import' }).click();
  const result = page.getByRole('region', { name: 'Imported' });
  await expect(result).toContainText('3 rows');
  await expect(result).toContainText('2 accepted');
  await expect(result).toContainText('1 refused');
  await expect(result).toContainText('✓ adds up');

  // The same file again: what was stored is known.
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(result).toContainText('2 known already');

  await result.getByRole('link', { name: 'Open the import' }).click();
  await expect(page.getByRole('heading', { name: `orders-${run}.csv` })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Row errors' })).toContainText('Menge');
  await page.getByRole('link', { name: /Imports of Demo ERP/ }).click();
  await expect(page.getByRole('region', { name: 'Imported files' })).toContainText(`orders-${run}.csv`);
  await expect(page.getByRole('region', { name: 'Saved mappings' })).toContainText(`orders ${run}`);
});

test('an X12 file is answered with a 997 that can be read again', async ({ as }) => {
  const page = await as('operator');
  const control = String(Date.now() % 1_000_000_000).padStart(9, '0');
  const order = [
    `ISA*00*          *00*          *ZZ*BUYER          *ZZ*SELLER         *261120*0915*U*00401*${control}*0*T*>`,
    'GS*PO*BUYER*SELLER*20261120*0915*7*X*004010',
    'ST*850*0001',
    'BEG*00*SA*PO-9**20261119',
    'PO1*1*10*EA***BP*KIT-1',
    'PO1*2*many*EA***BP*KIT-2',
    'SE*5*0001',
    'GE*1*7',
    `IEA*1*${control}`,
  ].join('~');
  await page.goto('/sources');
  await page.getByRole('link', { name: 'Imported files of Demo ERP' }).click();
  await page.getByRole('button', { name: 'Import a file' }).click();
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'order.edi', mimeType: 'text/plain', buffer: Buffer.from(`${order}~`) });
  await expect(page.getByLabel('Read as')).toHaveValue('x12');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const result = page.getByRole('region', { name: 'Imported' });
  await expect(result).toContainText('PO102 is “many”, which is no number');
  await result.getByRole('link', { name: 'Open the import' }).click();
  const acknowledgement = page.getByRole('region', { name: 'Text of the acknowledgement' });
  await expect(acknowledgement).toContainText('AK5*E*5~');
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download', exact: true }).click();
  expect((await waiting).suggestedFilename()).toBe('order.edi.997.edi');
});

test('others see imports and may not send; a file from another site is refused', async ({ as }) => {
  const page = await as('auditor');
  await page.goto('/sources');
  await page.getByRole('link', { name: 'Imported files of Demo ERP' }).click();
  await expect(page.getByRole('button', { name: 'Import a file' })).toHaveAttribute('aria-disabled', 'true');
  const sourceId = /sources\/([^/]+)\/imports/.exec(page.url())?.[1] ?? '';
  const send = (headers: Record<string, string>) =>
    page.request.post(`/api/imports?sourceId=${sourceId}&name=x`, {
      headers: { 'content-type': 'text/plain', ...headers },
      data: 'Words.',
    });
  expect((await send({ origin: 'https://elsewhere.example' })).status()).toBe(403);
  const own = await send({ origin: new URL(page.url()).origin });
  expect([own.status(), (await own.json()).detail]).toEqual([403, expect.stringContaining('operator')]);
});
