import { EnvironmentError } from '../env.ts';

/** Ends a command that failed: what the person can put right is said in a line, the rest with its stack. */
export function tellFailure(error: unknown): void {
  console.error(error instanceof EnvironmentError ? error.message : isWrongArgument(error) ? firstSentence(error.message) : error);
  process.exitCode = 1;
}

const isWrongArgument = (error: unknown): error is Error => error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

/** Node goes on with advice that is longer than the fault. */
const firstSentence = (message: string): string => `${message.split(/\.\s/)[0]}. See --help.`;
