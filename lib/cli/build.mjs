import { takeNoArguments } from './arguments.mjs';
import { build, generate, StepError } from './steps.mjs';

takeNoArguments(`Usage: npm run build

Builds the pages into .next and the server and its commands into .build, for npm start.`);

try {
  await generate();
  await build({ always: true });
} catch (error) {
  console.error(error instanceof StepError ? error.message : error);
  process.exit(1);
}
