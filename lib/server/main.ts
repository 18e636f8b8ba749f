import { EnvironmentError } from '../env.ts';
import { startServer } from './start.ts';

// `--dev` serves the sources through Next's development server; without it, what `npm run build` made.
startServer({ isDevelopment: process.argv.includes('--dev') }).catch((error: unknown) => {
  // What the operator can put right is said plainly; a stack would only hide it.
  const isTheirs = error instanceof EnvironmentError;
  console.error(isTheirs || !(error instanceof Error) ? String((error as Error).message ?? error) : error);
  process.exit(1);
});
