import type { Page } from '@playwright/test';

/** What a page asks the server for from now on: procedures by name, and pages prepared for links (`_rsc`). */
export function countRequests(page: Page) {
  const calls: string[] = [];
  const pages: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (searchParams.has('_rsc')) pages.push(pathname);
    if (pathname.startsWith('/api/trpc/'))
      calls.push(...decodeURIComponent(pathname.slice('/api/trpc/'.length)).split(','));
  });
  return { pages, calls, count: (name: string) => calls.filter((call) => call === name).length };
}
