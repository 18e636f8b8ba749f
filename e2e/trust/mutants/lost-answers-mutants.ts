import { answerNotKept } from './mistakes.ts';
import type { Mutant } from './mutant.ts';

export const lostAnswersMutants: readonly Mutant[] = [
  {
    name: 'answers-not-kept',
    breaks: 'a key is taken while a request is in work, and forgotten when it is answered',
    foundBy: 'lost-answers',
    patches: answerNotKept,
  },
  {
    name: 'print-not-compared',
    breaks: 'a key answers whatever it comes with',
    foundBy: 'lost-answers',
    hunt: ['--rounds', '1', '--only', 'createSession'],
    patches: [
      {
        file: 'lib/http/idempotency.ts',
        find: 'if (Buffer.compare(present.fingerprint, fingerprint) !== 0) {',
        put: 'if (present.fingerprint.length !== fingerprint.length) {',
      },
    ],
  },
  {
    name: 'key-of-nobody',
    breaks: 'keys are not bound to the merchant they came from',
    foundBy: 'lost-answers',
    hunt: ['--rounds', '1', '--only', 'createSession'],
    patches: [
      {
        file: 'lib/merchants/principal.ts',
        find: "=> [merchantId, sessionId, ...(linkId ? [linkId] : [])].join(':');",
        put: "=> [merchantId.slice(0, 1), sessionId, ...(linkId ? [linkId] : [])].join(':');",
      },
    ],
  },
];
