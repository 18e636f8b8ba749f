import { build, generate, StepError } from './steps.mjs';

try {
  await generate();
  await build({ always: true });
} catch (error) {
  console.error(error instanceof StepError ? error.message : error);
  process.exit(1);
}
