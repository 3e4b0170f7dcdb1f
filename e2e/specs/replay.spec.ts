import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sharedData } from '../../scripts/shared-data.mjs';
import { expect, test } from '../fixtures.ts';

const run = promisify(execFile);
const file = sharedData('scms/deliveries-before-2013.tsv');
const LINES = 6_507;
const TRULY_LATE = 602;
const LATE_SHIPMENTS = 423;

test.describe('the real delivery history at full speed', () => {
  test.skip(!file, 'The real delivery history is absent: set HOLDPOINT_SHARED to the folder that holds data/scms.');
  test.describe.configure({ timeout: 600_000 });

  test('every line accounted for, every late line raised, nothing doubled by a second run', async ({ as, baseURL }) => {
    const replay = async () => {
      const args = [
        'dist/feed/replay-main.js',
        '--file',
        String(file),
        '--url',
        String(baseURL),
        '--key',
        'demo-source-key',
      ];
      return (await run(process.execPath, args, { timeout: 300_000, maxBuffer: 32 * 1024 * 1024 })).stdout;
    };
    expect(await replay()).toMatch(/6,?507 lines: 6,?507 streamed, 0 refused/);

    const page = await as('operator');
    await page.goto('/sources');
    const figures = page.getByRole('region', { name: /delivery-history/ });
    const figure = (name: RegExp) => figures.getByRole('group', { name });
    const settled = async () => {
      await expect(figure(/^lines/i)).toContainText(LINES.toLocaleString('en'), { timeout: 240_000 });
      await expect(figure(/truly late/i)).toContainText(String(TRULY_LATE), { timeout: 240_000 });
      await expect(figure(/missed/i)).toHaveText(/\D0\s*of 602$/);
      await expect(figure(/false alarm/i)).toHaveText(/\D0\s*of 6,507$/);
    };
    await settled();
    const cases = async () => {
      const headers = { authorization: 'Bearer demo-reader-key' };
      let [count, after] = [0, ''];
      do {
        const { items, next } = await (
          await page.request.get(`/api/v1/disruptions?limit=500${after}`, { headers })
        ).json();
        count += items.filter((item: { source: string }) => item.source === '/usaid-scms/delivery-history').length;
        after = next ? `&after=${next}` : '';
      } while (after);
      return count;
    };
    expect(await cases()).toBe(LATE_SHIPMENTS);

    expect(await replay()).toMatch(/\b0 accepted/);
    await page.reload();
    await settled();
    expect(await cases()).toBe(LATE_SHIPMENTS);
  });
});
