import { expect, test } from '../fixtures.ts';
import { addressesOfAll } from '../screens.ts';

/*
 * The browser takes over what the server wrote. Where both do not draw the same, React reports it as an error of the page, and
 * an error of the page fails a test.
 */
for (const settings of [
  { timezoneId: 'America/Los_Angeles', locale: 'en-US' },
  { timezoneId: 'Asia/Kolkata', locale: 'de-DE' },
]) {
  test(`every screen is taken over as it was sent, seen from ${settings.timezoneId} while signals stream in`, async ({
    as,
    stream,
  }) => {
    test.slow();
    const { addresses } = await addressesOfAll(await as('planner'), stream);
    const page = await as('planner', settings);
    let streaming = true;
    const signals = (async () => {
      for (let n = 0; streaming; n++)
        await stream.overdue({ shipment: `${stream.name}-stream-${n}`, value: 9_000, quantity: 90 });
    })();
    for (const address of addresses) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByRole('banner').getByRole('status')).toHaveText('live');
    }
    streaming = false;
    await signals;
  });
}

test('a slow browser whose clock is ahead draws what was sent before it draws what has changed since', async ({
  as,
  stream,
}) => {
  await stream.overdue({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000 });
  const page = await as('planner');
  // All that the page brings looks old to it, so that it asks again at once; and everything has another title by then.
  await page.addInitScript('{ const now = Date.now; Date.now = () => now() + 60_000; }');
  await page.route('**/api/trpc/**', async (route) => {
    const response = await route.fetch({ maxRetries: 2 });
    await route.fulfill({ response, body: (await response.text()).replaceAll('"title":"', '"title":"Changed: ') });
  });
  const line = await page.context().newCDPSession(page);
  await line.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  for (let n = 0; n < 5; n++) {
    await page.goto('/queue');
    await expect(page.getByRole('link', { name: /^Changed: .*/ }).first()).toBeVisible();
  }
});
