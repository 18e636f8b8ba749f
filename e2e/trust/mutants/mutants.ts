import { callbacksMutants } from './callbacks-mutants.ts';
import { leaksMutants } from './leaks-mutants.ts';
import { modelMutants } from './model-mutants.ts';
import type { Mutant } from './mutant.ts';
import { scriptsMutants } from './scripts-mutants.ts';

/** Every broken copy, in the order of the runs that are to find them out. */
export const mutants: readonly Mutant[] = [...callbacksMutants, ...modelMutants, ...scriptsMutants, ...leaksMutants];
