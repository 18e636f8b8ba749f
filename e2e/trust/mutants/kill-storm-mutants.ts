import { intentOfTheCall } from './mistakes.ts';
import type { Mutant } from './mutant.ts';

export const killStormMutants: readonly Mutant[] = [
  {
    name: 'asynchronous-commit',
    breaks: 'the database is told that a commit need not wait for the disk',
    foundBy: 'kill-storm',
    hunt: ['--databases', '4', '--servers', '0', '--workers', '16', '--minutes', '4'],
    patches: [
      {
        file: 'lib/db/client.ts',
        find: 'query_timeout: 20_000, keepAlive: true } as const;',
        put: "query_timeout: 20_000, keepAlive: true, options: '-c synchronous_commit=off' } as const;",
      },
    ],
  },
  {
    name: 'forgets-what-died',
    breaks: 'a request whose process was killed is begun anew by its repeat: its intent is the call’s, not the key’s',
    foundBy: 'kill-storm',
    hunt: ['--databases', '0', '--servers', '6', '--minutes', '4'],
    patches: [intentOfTheCall],
  },
];
