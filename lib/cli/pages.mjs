// What the commands that look at every state of the pages have in common.
import { findBrowser } from './browser.mjs';
import { build, generate, install, StepError, step } from './steps.mjs';

/** Makes everything ready: packages, build, browser, and a loader for the TypeScript of e2e/. */
export async function preparePages() {
  await install();
  await generate();
  await build();
  process.env.CHROMIUM = await findBrowser();
  // Modules read in this process see test mode; the service that is started gets settings of its own.
  Object.assign(process.env, { MODE: 'test', LOG_LEVEL: 'silent' });
  for (const name of ['DATABASE_URL', 'PUBLIC_URL', 'PORT', 'SANDBOX_PORT', 'SANDBOX_URL', 'DEMO']) delete process.env[name];
  const { register } = await import('tsx/esm/api');
  register();
}

/** A step over many pages: says how many are done, on one line in a terminal, else every fiftieth. */
export function stepOverPages(label, work) {
  return step(label, () =>
    work((done, all) => {
      if (process.stdout.isTTY) process.stdout.write(`\r  ${label} … ${done}/${all}`);
      else if (done % 50 === 0) process.stdout.write(` ${done}/${all}`);
    }),
  );
}

/** Runs a command: `--help` prints its usage; a failure is told in a line, and ends with exit code 1. */
export async function runCommand(usage, work) {
  const given = process.argv.slice(2);
  if (given.includes('--help') || given.includes('-h')) return console.log(usage);
  try {
    await work(given);
  } catch (error) {
    console.error(error instanceof StepError ? error.message : error);
    process.exitCode = 1;
  }
  // Said outright: a package that hooks on the end of the process would make it 0.
  process.exit(process.exitCode);
}

/** The values of options that may be repeated, such as `--state open --state paid`; anything else is refused. */
export function optionsOf(given, names) {
  const options = Object.fromEntries(names.map((name) => [name, []]));
  for (let at = 0; at < given.length; at += 2) {
    const [option, value] = [given[at].replace(/^--/, ''), given[at + 1]];
    if (!given[at].startsWith('--') || !names.includes(option)) throw new StepError(`Unknown argument: ${given[at]}. See --help.`);
    if (value === undefined || value.startsWith('--')) throw new StepError(`${given[at]} needs a value. See --help.`);
    options[option].push(value);
  }
  return options;
}
