import { defineConfig } from '@playwright/test';

const port = Number(process.env.E2E_PORT ?? 3100);

/** The built product, as `npm run demo` runs it, on its own port and data, with nothing streaming in by itself. */
export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: `http://localhost:${port}`,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
      args: [
        '--no-sandbox', // root cannot have Chromium's
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  webServer: {
    command: `node scripts/demo.mjs --no-feed --fresh --port ${port}`,
    url: `http://localhost:${port}/readyz`,
    timeout: 300_000, // a cold build included
    stdout: 'pipe',
    reuseExistingServer: !process.env.CI,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 }, // else PostgreSQL would be left behind
    env: {
      TOWER_DATA_DIR: process.env.E2E_DATA_DIR ?? '.data-e2e',
      TOWER_GRACE_SECONDS: process.env.E2E_GRACE_SECONDS ?? '3',
    },
  },
});
