import { deliveredWhenTakenUp, sentAgainBlindly } from './mistakes.ts';
import type { Mutant } from './mutant.ts';

const together = ['--at-once', '10', '--recorded-at-once', '10'];

export const crashMutants: readonly Mutant[] = [
  {
    name: 'answer-kept-after',
    breaks: 'what a request writes is committed first, and its answer is kept under its key afterwards',
    foundBy: 'crash',
    hunt: ['--only', 'create', ...together],
    patches: [
      {
        file: 'lib/http/endpoint.ts',
        find: 'return toResponse(await transaction((tx) => answerOnce(tx, keyed, () => work(tx))));',
        put: 'return toResponse(await leaseAnswer(keyed, () => transaction(work)));',
      },
      { file: 'lib/http/endpoint.ts', find: 'import { answerOnce, isAnswered,', put: 'import { isAnswered,' },
    ],
  },
  {
    name: 'sent-again-anew',
    breaks: 'a capture that was cut off is sent again without a look at the gateway, under a name of its own',
    foundBy: 'crash',
    hunt: ['--only', 'capture: after the gateway', ...together],
    patches: sentAgainBlindly,
  },
  {
    name: 'told-before-sent',
    breaks: 'a callback counts as delivered when it is taken to be sent',
    foundBy: 'crash',
    hunt: ['--only', 'capture: before the event', ...together],
    patches: deliveredWhenTakenUp,
  },
];
