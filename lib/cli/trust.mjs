// `npm run trust -- <name>`: tries to make the product lose, double or mistell a penny, and says whether it could.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, generate, install, root, StepError } from './steps.mjs';

const runs = {
  model: {
    file: 'e2e/trust/model.ts',
    what: 'random programs of everything that can happen, in one process that may die anywhere; and broken copies that it must find out',
    needsBuild: false,
  },
  callbacks: {
    file: 'e2e/trust/callbacks.ts',
    what: 'events told by workers that are killed to endpoints that fail or are dead; and broken copies that it must find out',
    needsBuild: false,
  },
  'double-pay': {
    file: 'e2e/trust/double-pay.ts',
    what: 'many customers pay one order in the same moment, with and without being asked first',
    needsBuild: true,
  },
  'refund-race': { file: 'e2e/trust/refund-race.ts', what: 'many refunds, and captures, of one payment in the same moment', needsBuild: true },
};

const list = Object.entries(runs)
  .map(([name, { what }]) => `  ${name.padEnd(14)}${what}`)
  .join('\n');

const usage = `Usage: npm run trust -- <name> [options of that run]

${list}

npm run trust -- <name> --help tells its options. Each makes a throw-away database of its own, prints its seed, and ends
with exit code 1 when it found something.`;

const [name, ...given] = process.argv.slice(2);

/** Does a run in a process of its own and answers its exit code. */
async function doRun({ file, needsBuild }) {
  if (!existsSync(join(root, file))) throw new StepError(`There is no ${file} here.`);
  if (!given.includes('--help')) {
    await install();
    await generate();
    if (needsBuild) await build();
  }
  const env = { ...process.env, MODE: 'test', LOG_LEVEL: 'silent', NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' };
  const child = spawn(process.execPath, ['--no-deprecation', '--import', 'tsx', file, ...given], { cwd: root, env, stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

if (name === undefined || name === '--help' || name === '-h') console.log(usage);
else if (!Object.hasOwn(runs, name)) {
  console.error(`Unknown run: ${name}. See --help.`);
  process.exitCode = 1;
} else {
  try {
    process.exitCode = await doRun(runs[name]);
  } catch (error) {
    console.error(error instanceof StepError ? error.message : error);
    process.exitCode = 1;
  }
}
