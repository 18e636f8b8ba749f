// Everything that can be said about the sources without running them. Each check runs, whatever the others found.
import { fileURLToPath } from 'node:url';
import { takeNoArguments } from './arguments.mjs';
import { forgetRouteTypes, generate, run, StepError, step } from './steps.mjs';

const tool = (name) => `node_modules/.bin/${name}`;

const checks = [
  { label: 'Checking format and lint', work: () => run('biome', tool('biome'), ['check', '--config-path=.config', '--error-on-warnings', '.']) },
  { label: 'Checking for unused files, exports and packages', work: () => run('knip', tool('knip'), ['--no-progress']) },
  {
    label: 'Checking types',
    work: async () => {
      forgetRouteTypes();
      await run('next typegen', tool('next'), ['typegen']);
      // What an earlier run remembered of the generated client outlives a change of its schema.
      await run('tsc', tool('tsc'), ['--noEmit', '--incremental', 'false']);
    },
  },
];

/** Runs all checks and answers which passed and which failed. */
export async function check() {
  const result = { passed: [], failed: [] };
  for (const { label, work } of checks) {
    try {
      await step(label, work);
      result.passed.push(label);
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      result.failed.push(label);
    }
  }
  return result;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  takeNoArguments(`Usage: npm run check

Checks format and lint, unused code, and types. Changes nothing; npm run format puts format right.`);
  await generate();
  const { failed } = await check();
  process.exitCode = failed.length > 0 ? 1 : 0;
}
