// Finds a Chromium for the browser tests, or gets one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { run, StepError, step } from './steps.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a browser: the one named by CHROMIUM, Playwright's own, the system's, or one installed now. */
export async function findBrowser() {
  return process.env.CHROMIUM || playwrightBrowser() || systemBrowser() || (await installBrowser());
}

function playwrightBrowser() {
  const path = createRequire(import.meta.url)('@playwright/test').chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function systemBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

async function installBrowser() {
  const ways = [
    () => run('playwright install', 'npx', ['playwright', 'install', '--with-deps', 'chromium']),
    async () => {
      await run('apt-get update', 'apt-get', ['update']);
      await run('apt-get install', 'apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
    },
  ];
  for (const way of ways) {
    await step('Installing Chromium', way).catch(() => undefined);
    const path = playwrightBrowser() ?? systemBrowser();
    if (path && spawnSync(path, ['--version']).status === 0) return path;
  }
  throw new StepError('There is no Chromium and none could be installed. Install one and name it with CHROMIUM=/path/to/chromium.');
}
