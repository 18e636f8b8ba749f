/** What a stranger is told of a code: whose it is, and nothing of the order behind it. `host` is written as machines read it. */
export type Finding =
  | { verdict: 'ours'; merchant: string }
  | { verdict: 'elsewhere'; host: string }
  | { verdict: 'foreign'; host: string }
  | { verdict: 'unknown' }
  | { verdict: 'nowhere' };

/** Why a code could not be judged. */
export const verifyProblems = ['nothing', 'no_code', 'unreadable', 'too_large', 'busy'] as const;
export type VerifyProblem = (typeof verifyProblems)[number];

/** What the page that tells whether a code is ours shows. */
export type VerifyPage =
  | { state: 'empty' }
  | { state: 'judged'; findings: Finding[] }
  | { state: 'problem'; problem: VerifyProblem }
  | { state: 'limited'; retryAfterSeconds: number };
