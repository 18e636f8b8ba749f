import { callbacksMutants } from './callbacks-mutants.ts';
import { fuzzMutants } from './fuzz-mutants.ts';
import { headersMutants } from './headers-mutants.ts';
import { modelMutants } from './model-mutants.ts';
import type { Mutant } from './mutant.ts';

/** Every broken copy, in the order of the runs that are to find them out. */
export const mutants: readonly Mutant[] = [...callbacksMutants, ...modelMutants, ...fuzzMutants, ...headersMutants];
