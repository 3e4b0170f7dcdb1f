import { expect, PASSWORD, signIn, test } from '../fixtures.ts';
import { QueuePage } from '../pages/queue-page.ts';

test('another account in the same browser: the act is refused, the tab says who it is now, and goes on as them', async ({
  as,
  stream,
}) => {
  await stream.overdue({ shipment: `${stream.name}-1`, value: 200_000, quantity: 4_000 });
  const queue = await new QueuePage(await as('planner')).open();
  const card = await queue.openCase(stream.supplier);
  await expect(card.button('Approve')).not.toHaveAttribute('aria-disabled', 'true');

  await signIn(card.page.context(), 'planner2');
  const call = card.page.waitForResponse(/proposals\.approve/);
  await card.button('Approve').click();
  expect((await call).status()).toBe(409);
  await expect(
    card.page.getByRole('alert').filter({ hasText: 'signed in as Second planner now' }).first(),
  ).toBeVisible();
  await expect(card.page.getByRole('main')).not.toContainText('approved by');

  await card.page.getByRole('button', { name: 'Continue as Second planner' }).click();
  await expect(card.page.getByRole('banner').getByRole('button', { name: 'Second planner' })).toBeVisible();
  await card.button('Approve').click();
  await expect(card.page.getByRole('main')).toContainText(/approved/i);
});

test('a tab in which nobody does anything hears that its browser has signed in as somebody else', async ({ as }) => {
  const page = await as('planner');
  await page.goto('/settings');
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('live');
  const other = await page.context().newPage();
  await signIn(page.context(), 'approver');
  await other.goto('/queue');
  await expect(other.getByRole('banner').getByRole('button', { name: 'Demo approver' })).toBeVisible();
  await expect(page.getByText('You are signed in as Demo approver now.')).toBeVisible();
  await expect(other.getByText('You are signed in as')).toBeHidden();
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('live'); // as the new person
});

test('signing out everywhere: each browser of the person is out, and told why', async ({ as }) => {
  const [here, there] = [await as('policy'), await as('policy')];
  await there.goto('/policies');
  await here.goto('/settings');
  const sessions = here.getByRole('region', { name: 'Your sessions' });
  await expect(sessions.getByText('this one')).toHaveCount(1);
  expect(await sessions.getByRole('row').count()).toBeGreaterThanOrEqual(3); // two and the head
  await here.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(here).toHaveURL(/\/sign-in/);
  await expect(here.getByText('You were signed out everywhere.')).toBeVisible();
  await expect(there).toHaveURL(/\/sign-in\?next=%2Fpolicies/);
  await expect(there.getByText('You were signed out everywhere.')).toBeVisible();
});

test('a new password: rules are told by field, other sessions end, and the new one signs in', async ({ as }) => {
  const [here, there] = [await as('policy2'), await as('policy2')];
  const change = async (current: string, next: string) => {
    await here.getByLabel('Present password', { exact: true }).fill(current);
    await here.getByLabel('New password', { exact: true }).fill(next);
    await here.getByLabel('New password again', { exact: true }).fill(next);
    await here.getByRole('button', { name: 'Change password' }).click();
  };
  const another = 'a sentence of the browser test';
  await here.goto('/settings');
  await change(PASSWORD, 'too short');
  await expect(here.getByText('12 are the least')).toBeVisible();
  await change('not the present one', another);
  await expect(here.getByText('is not your password')).toBeVisible();
  await change(PASSWORD, another);
  await expect(here.getByText('Your password was changed.')).toBeVisible();
  await there.goto('/queue');
  await expect(there.getByText('Your password was changed, which ended your other sessions.')).toBeVisible();
  await there.getByLabel('Email').fill('policy2@example.com');
  await there.getByLabel('Password', { exact: true }).fill(another);
  await there.getByRole('button', { name: 'Sign in' }).click();
  await expect(there).toHaveURL(/\/queue/);
  await change(another, PASSWORD);
  await expect(here.getByText('Your password was changed.')).toBeVisible();
});

test('after five wrong passwords the page says how long to wait, and lets in after it', async ({
  browser,
  baseURL,
}) => {
  const page = await (await browser.newContext({ baseURL })).newPage();
  await page.goto('/sign-in?next=/%09/evil.example/phish');
  await page.getByLabel('Email').fill('auditor@example.com');
  const enter = page.getByRole('button', { name: /Sign in|Wait/ });
  for (let n = 0; n < 5; n += 1) {
    await page.getByLabel('Password', { exact: true }).fill(`wrong ${n}`);
    await enter.click();
    await expect(page.getByText('No account has this email and password.')).toBeVisible();
  }
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  const refused = page.waitForResponse(/callback\/credentials/);
  await enter.click();
  expect((await refused).status()).toBe(429);
  await expect(page.getByText(/Wait \d+ s and try again/)).toBeVisible();
  await expect(enter).toHaveText('Sign in');
  await enter.click();
  await expect(page).toHaveURL(new URL('/queue', baseURL).href); // and not where the address wanted to lead
  await page.context().close();
});
