// `npm test`: everything from a fresh clone to the last browser test, and one honest line at the end.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { check } from './check.mjs';
import { build, generate, install, root, StepError } from './steps.mjs';

const usage = `Usage: npm test -- [options] [Playwright arguments]

Installs what is missing, checks the sources, builds, and runs every test.

  --help            shows this
  --tests-only      skips the checks of format, lint, unused code and types
  anything else     goes to Playwright, e.g. --project=unit, -g "expired", e2e/browser

Settings: CHROMIUM=/path/to/chromium, DATABASE_URL is ignored (tests make databases of their own).`;

const total = { passed: 0, failed: 0 };
const given = process.argv.slice(2);

/** The steps that must succeed before a test can run; each that fails is told and counted. */
async function prepare() {
  await install();
  await generate();
  if (!given.includes('--tests-only')) {
    const { passed, failed } = await check();
    total.passed += passed.length;
    total.failed += failed.length;
  }
  await build();
  return findBrowser();
}

/** Runs Playwright and adds what it counted; a run that broke off without a count is a failure. */
async function runTests(browser) {
  const folder = mkdtempSync(join(tmpdir(), 'payment-links-tests-'));
  const countPath = join(folder, 'count.json');
  const env = { ...process.env, CHROMIUM: browser, TEST_COUNT_FILE: countPath, NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' };
  const args = [join('node_modules', '@playwright', 'test', 'cli.js'), 'test', '-c', 'e2e', ...given.filter((part) => part !== '--tests-only')];
  const code = await new Promise((resolve) => spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).on('close', resolve));
  const count = readCount(countPath);
  rmSync(folder, { recursive: true, force: true });
  total.passed += count.passed;
  total.failed += count.failed;
  if (code !== 0 && count.failed === 0) total.failed += 1;
}

function readCount(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

if (given.includes('--help') || given.includes('-h')) {
  console.log(usage);
} else {
  try {
    await runTests(await prepare());
  } catch (error) {
    console.error(error instanceof StepError ? error.message : error);
    total.failed += 1;
  }
  process.exitCode = total.failed > 0 ? 1 : 0;
  console.log(`${total.passed} passed, ${total.failed} failed`);
}
