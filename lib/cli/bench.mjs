// `npm run bench -- <name>`: measures, beside limits of the same run.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { build, generate, install, root, StepError } from './steps.mjs';

const benches = {
  page: {
    file: 'e2e/bench/page.ts',
    what: 'the payment page on a slow phone, beside plain pages of the same framework and the HTML alone',
    needsBrowser: true,
  },
  waiting: { file: 'e2e/bench/waiting-pages.ts', what: 'what a thousand open pages cost the server, and how soon they are told' },
};

const list = Object.entries(benches)
  .map(([name, { what }]) => `  ${name.padEnd(10)}${what}`)
  .join('\n');

const usage = `Usage: npm run bench -- <name> [options of that bench]

Builds if needed, and measures:

${list}

npm run bench -- <name> --help tells its options. Settings: CHROMIUM=/path/to/chromium`;

const [name, ...given] = process.argv.slice(2);

/** Runs a bench in a process of its own and answers its exit code. */
async function runBench({ file, needsBrowser = false }) {
  if (!existsSync(join(root, file))) throw new StepError(`There is no ${file} here.`);
  const env = { ...process.env, MODE: 'test', LOG_LEVEL: 'silent', NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' };
  if (!given.includes('--help')) {
    await install();
    await generate();
    await build();
    if (needsBrowser) env.CHROMIUM = await findBrowser();
  }
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...given], { cwd: root, env, stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

if (name === undefined || name === '--help' || name === '-h') console.log(usage);
else if (!Object.hasOwn(benches, name)) {
  console.error(`Unknown bench: ${name}. See --help.`);
  process.exitCode = 1;
} else {
  try {
    process.exitCode = await runBench(benches[name]);
  } catch (error) {
    console.error(error instanceof StepError ? error.message : error);
    process.exitCode = 1;
  }
}
