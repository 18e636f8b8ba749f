import { addressesMutants } from './addresses-mutants.ts';
import { callbacksMutants } from './callbacks-mutants.ts';
import { crashMutants } from './crash-mutants.ts';
import { forgeryMutants } from './forgery-mutants.ts';
import { fuzzMutants } from './fuzz-mutants.ts';
import { headersMutants } from './headers-mutants.ts';
import { killStormMutants } from './kill-storm-mutants.ts';
import { leaksMutants } from './leaks-mutants.ts';
import { lostAnswersMutants } from './lost-answers-mutants.ts';
import { modelMutants } from './model-mutants.ts';
import type { Mutant } from './mutant.ts';
import { otherMerchantsMutants } from './other-merchants-mutants.ts';
import { raceMutants } from './race-mutants.ts';
import { scriptsMutants } from './scripts-mutants.ts';

/** Every broken copy, in the order of the runs that are to find them out. */
export const mutants: readonly Mutant[] = [
  ...raceMutants,
  ...crashMutants,
  ...killStormMutants,
  ...lostAnswersMutants,
  ...callbacksMutants,
  ...modelMutants,
  ...forgeryMutants,
  ...otherMerchantsMutants,
  ...addressesMutants,
  ...scriptsMutants,
  ...fuzzMutants,
  ...headersMutants,
  ...leaksMutants,
];
