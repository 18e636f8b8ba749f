import { addressesMutants } from './addresses-mutants.ts';
import { callbacksMutants } from './callbacks-mutants.ts';
import { forgeryMutants } from './forgery-mutants.ts';
import { modelMutants } from './model-mutants.ts';
import type { Mutant } from './mutant.ts';
import { otherMerchantsMutants } from './other-merchants-mutants.ts';

/** Every broken copy, in the order of the runs that are to find them out. */
export const mutants: readonly Mutant[] = [...callbacksMutants, ...modelMutants, ...forgeryMutants, ...otherMerchantsMutants, ...addressesMutants];
