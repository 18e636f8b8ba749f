import { defineConfig } from '@playwright/test';

// Tests in this process see one set of settings, whatever the shell says; servers they start get their own.
for (const name of ['DATABASE_URL', 'PUBLIC_URL', 'PORT', 'SANDBOX_PORT', 'SANDBOX_URL', 'DEMO']) delete process.env[name];
Object.assign(process.env, { MODE: 'test', LOG_LEVEL: 'silent', SECRET_KEY: 'x'.repeat(40), CALLBACK_TARGETS: '127.0.0.1:*' });

const launchOptions = {
  ...(process.env.CHROMIUM && { executablePath: process.env.CHROMIUM }),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export default defineConfig({
  respectGitIgnore: true,
  outputDir: '../test-results',
  forbidOnly: true,
  retries: 0,
  workers: 2,
  fullyParallel: false,
  timeout: 30_000,
  expect: { timeout: 7_000 },
  reporter: [['list'], ['../lib/testing/reporter.ts']],
  projects: [
    {
      name: 'unit',
      testDir: '..',
      testMatch: ['**/lib/**/*.test.ts', '**/prisma/**/*.test.ts'],
      testIgnore: ['**/e2e/**', '**/node_modules/**', '**/.next/**'],
    },
    { name: 'api', testDir: 'api', testMatch: '**/*.test.ts' },
    { name: 'trust', testDir: 'trust', testMatch: '**/*.test.ts' },
    // The browser is not ours, and now and then does not start or end: one more try, told as flaky. All else has none.
    { name: 'browser', testDir: 'browser', testMatch: '**/*.test.ts', retries: 1, use: { browserName: 'chromium', launchOptions, trace: 'off' } },
  ],
});
