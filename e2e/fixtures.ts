import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type ConsoleMessage,
  expect,
  type Page,
} from '@playwright/test';
import { Stream } from './stream.ts';

export const PASSWORD = 'holdpoint-demo';
export type Account = 'planner' | 'planner2' | 'approver' | 'approver2' | 'auditor' | 'operator' | 'policy' | 'policy2';

type Fixtures = {
  /** A page of somebody who is signed in; each call is a person with a browser of their own, set up as they like it. */
  as: (account: Account, settings?: BrowserContextOptions) => Promise<Page>;
  /** A source with a year of history, named after the test so that tests never meet. */
  stream: Stream;
};

/** Console errors fail a test, but for the browser's own note of a line that a test cut and of an answer that is a refusal. */
const EXPECTED_ERRORS = [
  /net::ERR_INTERNET_DISCONNECTED/,
  /status of (403|409) .*api\/trpc/,
  /status of 404 .*\/nowhere/,
  /status of (401|429) .*api\/(auth|trpc)/,
  /status of 400 .*session\.changePassword/,
];

/** Signs a browser in, whoever it was signed in as before. */
export async function signIn(context: BrowserContext, account: Account): Promise<void> {
  const { csrfToken } = await (await context.request.get('/api/auth/csrf')).json();
  const answer = await context.request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email: `${account}@example.com`, password: PASSWORD, json: 'true' },
  });
  expect(answer.ok(), `${account} signs in`).toBe(true);
}

let run = 0;

export const test = base.extend<Fixtures>({
  as: async ({ browser, baseURL }, use, info) => {
    const errors: string[] = [];
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (account, settings) => {
      const context = await browser.newContext({ ...info.project.use, baseURL, ...settings });
      contexts.push(context);
      await signIn(context, account);
      const page = await context.newPage();
      page.on('console', (message: ConsoleMessage) => {
        if (message.type() === 'error') errors.push(`${account}: ${message.text()} (${message.location().url})`);
      });
      page.on('pageerror', (error) => errors.push(`${account}: ${error.message}`));
      return page;
    });
    for (const context of contexts) await context.close();
    expect(errors.filter((error) => !EXPECTED_ERRORS.some((expected) => expected.test(error)))).toEqual([]);
  },
  stream: async ({ playwright, baseURL }, use, info) => {
    const request = await playwright.request.newContext({ baseURL });
    const name =
      `${info.title.split(/\W+/).slice(0, 2).join('-')}-${info.retry}${run++}-${Date.now() % 100_000}`.toLowerCase();
    const stream = new Stream(request, name);
    await stream.history();
    await use(stream);
    await request.dispose();
  },
});
export { expect };
